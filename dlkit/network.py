"""Networks: affine layers and activations in a row, their gradient by backpropagation, all weights in one vector."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats, design, finite, floats, generator, number, quiet, shown
from ._chain import Chain
from ._objective import mean_loss, over_terms, read_targets
from .blocks import Block
from .function import Differentiable
from .layers import SCALES, Linear, Trace


class Network:
    r"""A chain of affine layers and activations, as a function of one flat vector of all weights.

    .. math:: \mathbf A_0 = \mathbf X, \qquad \mathbf Z_l = \mathbf A_{l-1} \mathbf W_l + \mathbf b_l, \qquad
        \mathbf A_l = \phi_l(\mathbf Z_l)

    It holds no weights: theta goes in, with shape (P,), or (..., P) for many networks at once.

    Args:
        *layers: `Linear`, elementwise differentiable functions such as `tanh`, and `Normalize`, `Convolution` and
            `Residual`, first to last. The loss on logits has the last activation in it, so for classification the
            last layer is `Linear`.

    Attributes:
        layers: the layers.
        size: P, the number of weights and biases.

    Raises:
        ValueError: a layer is none of these, there is no `Linear`, or one takes another number of units than come.

    """

    def __init__(self, *layers: Linear | Block | Differentiable) -> None:
        self._chain = Chain(layers)
        self.layers, self.size = self._chain.layers, self._chain.size

    def __repr__(self) -> str:
        """Say the numbers of units, the activations and the number of weights."""
        return f"Network: {self._chain}"

    def initialize(self, rng: np.random.Generator, scale: str | float = "xavier") -> Floats:
        r"""Draw weights from a normal distribution of mean 0, with biases 0.

        Args:
            rng: where they come from, such as np.random.default_rng(0).
            scale: their standard deviation: "xavier" for :math:`\sqrt{2 / (d_{in} + d_{out})}` (Glorot and Bengio,
                2010), "he" for :math:`\sqrt{2 / d_{in}}` (He et al., 2015, for ReLU), "zero", or a number.

        Returns:
            theta of shape (P,).

        Raises:
            ValueError: rng is no `numpy.random.Generator`, or scale is none of these.

        """
        generator(rng, "rng")
        if isinstance(scale, str) and scale not in SCALES:
            raise ValueError(f"scale must be one of {', '.join(SCALES)} or a number, got {shown(scale)}")
        if not isinstance(scale, str) and not 0 <= number(scale, "scale") < np.inf:
            raise ValueError(f"scale must be at least 0 and finite, got {shown(scale)}; 0.1 is small")
        theta = np.zeros(self.size)
        for W, _ in self.parameters(theta):
            deviation = SCALES[scale](*W.shape) if isinstance(scale, str) else scale
            W[...] = deviation * rng.normal(size=W.shape)
        return theta

    def parameters(self, theta: ArrayLike) -> list[tuple[Floats, Floats]]:
        """Return (W, b) of each affine map, as views: what is written into them is written into theta.

        Args:
            theta: shape (..., P).

        Raises:
            ValueError: theta does not have P entries in its last axis.

        """
        theta = self._read(theta)
        return [layer.views(theta[..., start : start + layer.size]) for layer, start in self._chain.linear()]

    @quiet
    def forward(self, theta: ArrayLike, X: ArrayLike) -> Trace:
        """Compute what comes out of each layer, which `backward` needs.

        Args:
            theta: shape (..., P).
            X: examples in rows, finite, shape (n, d_in).

        Returns:
            The input and all values after it.

        Raises:
            ValueError: theta or X does not have these shapes, or X is not finite.

        """
        theta, X = self._read(theta), self._examples(X).copy()  # the trace is the caller's, his X stays as it is
        return Trace(self._chain.names(), tuple(self._chain.forward(theta, X)))

    def predict(self, theta: ArrayLike, X: ArrayLike) -> Floats:
        """Return what comes out of the last layer, shape (..., n, d_out); arguments as in `forward`.

        Raises:
            ValueError: as `forward`.

        """
        return self.forward(theta, X).output

    @quiet
    def backward(self, theta: ArrayLike, trace: Trace, output_gradient: ArrayLike) -> tuple[Floats, Trace]:
        r"""Compute the gradient of a function of the output with respect to all weights, by backpropagation.

        .. math:: \Delta_{l} = (\Delta_{l+1} \mathbf W_{l+1}^\top) \odot \phi_l'(\mathbf Z_l), \qquad
            \frac{\partial L}{\partial \mathbf W_l} = \mathbf A_{l-1}^\top \Delta_l, \qquad
            \frac{\partial L}{\partial \mathbf b_l} = \mathbf 1^\top \Delta_l, \qquad
            \Delta_l = \frac{\partial L}{\partial \mathbf Z_l}

        (Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, *Nature* 323, 1986.)

        Args:
            theta: shape (..., P), the one of the forward pass.
            trace: what `forward` returned.
            output_gradient: the gradient with respect to the output, of its shape (..., n, d_out).

        Returns:
            The gradient of shape (..., P), and the gradients with respect to all values of the trace, input included.

        Raises:
            ValueError: theta does not have this shape, trace is not from this network, or output_gradient does not
                have the shape of the output.

        """
        theta = self._read(theta)
        if not isinstance(trace, Trace) or trace.names != self._chain.names():
            raise ValueError(f"trace must be what forward of this network returned, got {shown(trace)}")
        delta = floats(output_gradient, "output_gradient")
        if delta.shape != trace.output.shape:
            raise ValueError(
                f"output_gradient must have the shape of the output, {trace.output.shape}, got shape {delta.shape}; "
                "it is the gradient of the loss with respect to the output"
            )
        gradient, deltas = self._chain.backward(theta, trace.values, delta)
        return gradient, Trace(trace.names, tuple(deltas))

    def objective(self, loss: Differentiable, X: ArrayLike, y: ArrayLike) -> Differentiable:
        r"""Return the mean loss of the network on the data, as a differentiable function of its weights.

        .. math:: J(\theta) = \frac1n \sum_{i=1}^n \ell(f_\theta(\mathbf x_i), y_i)

        As `empirical_risk` does for a linear model; with one affine layer it is that, of examples with a column of
        ones. J takes theta of shape (..., P), and ``J(theta, rows)`` is the mean over a mini-batch.

        Args:
            loss: a `Differentiable` of (prediction, target); of logits, the loss has the last activation in it.
            X: examples in rows, finite, shape (n, d_in).
            y: targets as in `empirical_risk`: shape (n,) for one output and for labels, (n, d_out) for more.

        Raises:
            ValueError: loss is no such function, or X or y does not have these shapes, is not finite, or y is not
                what the loss takes.

        """
        X = self._examples(X).copy()  # the caller may change it afterwards
        one = self._chain.d_out == 1 and np.ndim(y) == 1

        def make(loss: Differentiable) -> Differentiable:
            self._must_suit(loss)
            number_each = one and loss.elementwise
            targets, _ = read_targets(loss, y, X, None if number_each else self._chain.d_out)
            return mean_loss(loss, self._model(number_each), X, targets, read=read)

        def read(theta: Floats, *rows: Any) -> tuple:
            if theta.shape[-1] != self.size:
                self._read(theta)  # says what is wrong
            return rows

        return over_terms(loss, make)

    def _must_suit(self, loss: Differentiable) -> None:
        """Refuse a loss of probabilities where the last layer gives other numbers too."""
        last = getattr(self.layers[-1], "image", None) or (-np.inf, np.inf)
        low, high = loss.domain or (-np.inf, np.inf)
        if not low <= last[0] <= last[1] <= high:
            raise ValueError(
                f"loss must take what the last layer, {self.layers[-1]}, puts out, got {loss.__name__}, which takes "
                f"values from {low:g} to {high:g}; use the loss of the same name without _on_probabilities, or end "
                "the network with sigmoid"
            )

    def _model(self, number_each: bool) -> Any:
        chain = self._chain

        def model(theta: Floats, X: Floats) -> tuple:
            values = chain.forward(theta, X)

            def pull_back(delta: Floats) -> Floats:
                delta = delta[..., None] if number_each else delta
                return chain.backward(theta, values, delta, to_input=False)[0]

            return values[-1][..., 0] if number_each else values[-1], pull_back

        return model

    def _read(self, theta: ArrayLike) -> Floats:
        theta = floats(theta, "theta")
        if theta.ndim == 0 or theta.shape[-1] != self.size:
            raise ValueError(
                f"theta must have shape (..., {self.size}), all weights of the network, got shape {theta.shape}; "
                "initialize(rng) draws some to start from"
            )
        return theta

    def _examples(self, X: ArrayLike) -> Floats:
        X, d_in = design(finite(X, "X")), self._chain.d_in
        if X.shape[1] != d_in:
            raise ValueError(
                f"X must have shape (n, {d_in}), as the first layer is {self.layers[0]}, got shape {X.shape}; "
                "the biases stand for a column of ones"
            )
        return X
