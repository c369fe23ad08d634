"""The implementations behind the course *Introduction to Deep Learning*.

One noun: a `Differentiable` is a function that knows its own gradient. Losses are, objectives are, and sums and
multiples of them are; so one gradient check, one descent loop and one contour plot serve every chapter.

Conventions, everywhere:

- Rows are examples. X has shape (n, d), theta (d,), y (n,). An intercept is a column of ones, put first by
  `add_intercept`, so theta_0 is its weight.
- The prediction comes first, as in ``loss(y_hat, y)``, and a residual is prediction minus target.
- An objective is a mean over the examples. A gradient has the shape of what it is taken with respect to.
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

from .check import check
from .datasets import Penguins, penguins
from .descent import Trajectory, gradient_descent, momentum, record
from .explorer import Explorer, Point, explore
from .function import Differentiable, differentiable
from .linear import add_intercept, empirical_risk, least_squares, normal_equations, predict
from .losses import squared_error
from .numerical import gradient_error, numerical_gradient
from .plots import plot_contours, plot_data, plot_line, plot_loss_curve, plot_path, plot_residuals
from .show import show
from .style import COLORS, use_style

__all__ = [
    "COLORS",
    "Differentiable",
    "Explorer",
    "Penguins",
    "Point",
    "Trajectory",
    "add_intercept",
    "check",
    "differentiable",
    "empirical_risk",
    "explore",
    "gradient_descent",
    "gradient_error",
    "least_squares",
    "momentum",
    "normal_equations",
    "numerical_gradient",
    "penguins",
    "plot_contours",
    "plot_data",
    "plot_line",
    "plot_loss_curve",
    "plot_path",
    "plot_residuals",
    "predict",
    "record",
    "show",
    "squared_error",
    "use_style",
]
