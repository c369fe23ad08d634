"""The implementations behind the course *Introduction to Deep Learning*.

One noun: a `Differentiable` is a function that knows its own gradient. Losses are, objectives are, and sums and
multiples of them are; so one gradient check, one descent loop and one contour plot serve every chapter.

Conventions, everywhere:

- Rows are examples. X has shape (n, d), theta (d,), y (n,). An intercept is a column of ones, put first by
  `add_intercept`, so theta_0 is its weight.
- The prediction comes first, as in ``loss(y_hat, y)``, and a residual is prediction minus target.
- A model of K outputs has weights W of shape (d, K), in theta row by row: theta (d K,). In a network the biases of a
  layer come before its weights, as if the layer had a column of ones.
- Labels of two classes are 0 and 1. Labels of K classes are integers from 0 to K - 1, or floats: rows of probabilities,
  one-hot among them.
- An objective is a mean over the examples; the loss of an example with several outputs is their sum. A gradient has
  the shape of what it is taken with respect to.
- Objectives broadcast over leading axes of theta: theta of shape (..., d) gives values of shape (...) and gradients
  of shape (..., d). So a loss surface is one call on a grid, and many descents are one descent.
- A method of descent is a generator of theta_0, theta_1, ...; `record` takes as many as are wanted.
- Divergence is data: weights and predictions may be infinite or NaN, and overflow gives no warning.
- Data must be finite. Bad input raises a ValueError that names the argument and says what was expected, what came,
  and what to do.
- float32 and float64 stay as they are; other real numbers become float64.
- Randomness comes in as an argument rng, a `numpy.random.Generator`; there is no global seed.
- Every plot takes ``ax=None`` and returns the axes it drew on.
"""

from typing import Any

from .activations import relu, sigmoid, softmax, softmax_jacobian, tanh
from .blocks import Convolution, Normalize
from .closed_form import least_squares, normal_equations
from .cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_on_probabilities,
    cross_entropy,
    cross_entropy_on_probabilities,
)
from .data.digits import Digits, digits
from .data.penguins import Penguins, penguins
from .data.split import train_test_split
from .data.synthetic import poisson_counts, two_classes, xor
from .descent import adam, gradient_descent, momentum, nesterov
from .exercises.check import check
from .function import Differentiable, differentiable
from .information import entropy, kl_divergence, one_hot
from .layers import Linear, Trace
from .linear import add_intercept, classify, empirical_risk, predict
from .losses import absolute_error, huber, poisson_nll, squared_error
from .metrics import accuracy, confusion_matrix
from .naive import naive_binary_cross_entropy, naive_cross_entropy, naive_sigmoid, naive_softmax
from .network import Network
from .newton import newton
from .norms import l1, l2, lp, squared_l2, without_intercept
from .numerical import gradient_error, numerical_gradient
from .residual import Residual
from .scalar import Scalar
from .source import show
from .stochastic import stochastic
from .style import COLORS, use_style
from .trajectory import Trajectory, record

__all__ = [
    "COLORS",
    "Convolution",
    "Differentiable",
    "Digits",
    "Linear",
    "Network",
    "Normalize",
    "Penguins",
    "Residual",
    "Scalar",
    "Trace",
    "Trajectory",
    "absolute_error",
    "accuracy",
    "adam",
    "add_intercept",
    "binary_cross_entropy",
    "binary_cross_entropy_on_probabilities",
    "check",
    "classify",
    "confusion_matrix",
    "cross_entropy",
    "cross_entropy_on_probabilities",
    "differentiable",
    "digits",
    "empirical_risk",
    "entropy",
    "gradient_descent",
    "gradient_error",
    "huber",
    "kl_divergence",
    "l1",
    "l2",
    "least_squares",
    "lp",
    "momentum",
    "naive_binary_cross_entropy",
    "naive_cross_entropy",
    "naive_sigmoid",
    "naive_softmax",
    "nesterov",
    "newton",
    "normal_equations",
    "numerical_gradient",
    "one_hot",
    "penguins",
    "plot_bars",
    "plot_classes",
    "plot_confusion_matrix",
    "plot_contours",
    "plot_data",
    "plot_decision_boundary",
    "plot_functions",
    "plot_image",
    "plot_images",
    "plot_line",
    "plot_loss_curve",
    "plot_network",
    "plot_path",
    "plot_probability",
    "plot_unit_ball",
    "poisson_counts",
    "poisson_nll",
    "predict",
    "record",
    "relu",
    "show",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
    "squared_error",
    "squared_l2",
    "stochastic",
    "tanh",
    "train_test_split",
    "two_classes",
    "use_style",
    "without_intercept",
    "xor",
]


def __getattr__(name: str) -> Any:
    """Load the plots, and matplotlib with them, when the first of them is asked for (PEP 562)."""
    if not name.startswith("plot_") or name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import plots  # noqa: PLC0415 - to import dlkit takes no longer than to import NumPy

    found = globals()[name] = getattr(plots, name)
    return found


def __dir__() -> list[str]:
    """List the plots too, though they are not loaded yet."""
    return sorted({*globals(), *__all__})
