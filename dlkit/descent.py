"""Methods of descent: each an endless generator of theta_0, theta_1, ...; whoever consumes it stops it."""

from collections.abc import Iterator
from itertools import count

import numpy as np
from numpy.typing import ArrayLike

from ._arrays import Floats
from ._descent import Schedule, iterates, read_arguments
from .function import Differentiable


def gradient_descent(J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike | Schedule) -> Iterator[Floats]:
    r"""Yield the iterates of gradient descent, without end.

    .. math:: \theta_{t+1} = \theta_t - \eta \, \nabla J(\theta_t)

    On a quadratic J it converges from every start if and only if :math:`0 < \eta < 2 / \lambda_{\max}`, the largest
    eigenvalue of the Hessian (Goh, *Why momentum really works*, Distill, 2017). Where it diverges, the
    iterates become infinite and then NaN, which is no error.

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run: an array that broadcasts with the leading
            axes of theta_0. So an array of shape (k,) and theta_0 of shape (d,) are k runs, theta of shape (k, d).
            Or a schedule: a function of t = 0, 1, ... that returns :math:`\eta_t`.

    Raises:
        ValueError: J is no objective, theta_0 is not finite or has no axis, a learning rate is not positive and
            finite, or the shapes do not fit.

    """
    theta, gradient, eta = read_arguments(J, theta_0, learning_rate)

    def steps(theta: Floats) -> Iterator[Floats]:
        for t in count():
            yield theta
            theta = theta - eta(t) * gradient(theta)

    return iterates(steps(theta))


def momentum(
    J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike | Schedule, beta: ArrayLike
) -> Iterator[Floats]:
    r"""Yield the iterates of gradient descent with momentum (the heavy ball), without end.

    .. math:: v_{t+1} = \beta v_t - \eta \, \nabla J(\theta_t), \qquad
        \theta_{t+1} = \theta_t + v_{t+1}, \qquad v_0 = 0

    With :math:`\beta = 0` it is gradient descent. On a quadratic J it converges from every start if and only if
    :math:`0 < \eta < 2 (1 + \beta) / \lambda_{\max}` (Polyak, 1964; Goh, 2017).

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run, or a schedule, as in `gradient_descent`.
        beta: the part of the velocity that is kept, :math:`0 \le \beta < 1`, one number, or one for each run.

    Raises:
        ValueError: beta is outside [0, 1), and as in `gradient_descent`.

    """
    read = read_arguments(J, theta_0, learning_rate, beta=beta)
    theta, gradient, eta, beta = read

    def steps(theta: Floats) -> Iterator[Floats]:
        velocity = np.zeros_like(theta)
        for t in count():
            yield theta
            velocity = beta * velocity - eta(t) * gradient(theta)
            theta = theta + velocity

    return iterates(steps(theta))


def nesterov(
    J: Differentiable, theta_0: ArrayLike, learning_rate: ArrayLike | Schedule, beta: ArrayLike
) -> Iterator[Floats]:
    r"""Yield the iterates of Nesterov's accelerated gradient, without end: momentum that looks ahead.

    .. math:: v_{t+1} = \beta v_t - \eta \, \nabla J(\theta_t + \beta v_t), \qquad
        \theta_{t+1} = \theta_t + v_{t+1}, \qquad v_0 = 0

    The gradient is taken where the velocity alone would lead. On a quadratic J it converges from every start if
    and only if :math:`0 < \eta < 2 (1 + \beta) / ((1 + 2 \beta) \lambda_{\max})` (Sutskever et al., On the importance
    of initialization and momentum in deep learning, *ICML*, 2013, for the form).

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run, or a schedule, as in `gradient_descent`.
        beta: the part of the velocity that is kept, :math:`0 \le \beta < 1`, one number, or one for each run.

    Raises:
        ValueError: beta is outside [0, 1), and as in `gradient_descent`.

    """
    read = read_arguments(J, theta_0, learning_rate, beta=beta)
    theta, gradient, eta, beta = read

    def steps(theta: Floats) -> Iterator[Floats]:
        velocity = np.zeros_like(theta)
        for t in count():
            yield theta
            ahead = theta + beta * velocity
            velocity = beta * velocity - eta(t) * gradient(ahead)
            theta = theta + velocity

    return iterates(steps(theta))


def adam(
    J: Differentiable,
    theta_0: ArrayLike,
    learning_rate: ArrayLike | Schedule = 0.001,
    beta_1: ArrayLike = 0.9,
    beta_2: ArrayLike = 0.999,
    epsilon: ArrayLike = 1e-8,
) -> Iterator[Floats]:
    r"""Yield the iterates of Adam, without end: each weight's step is divided by the size of its recent gradients.

    .. math:: m_{t+1} = \beta_1 m_t + (1 - \beta_1) g_t, \qquad s_{t+1} = \beta_2 s_t + (1 - \beta_2) g_t^2, \qquad
        g_t = \nabla J(\theta_t)

    .. math:: \theta_{t+1} = \theta_t - \eta \, \frac{m_{t+1} / (1 - \beta_1^{t+1})}
        {\sqrt{s_{t+1} / (1 - \beta_2^{t+1})} + \varepsilon}, \qquad m_0 = s_0 = 0

    Squares and quotients are taken entry by entry. The first step has length :math:`\eta` in each weight whose
    gradient is not 0 (Kingma and Ba, Adam: a method for stochastic optimization, *ICLR*, 2015).

    Args:
        J: the objective, a `Differentiable` of theta of shape (..., d).
        theta_0: where to start, finite, shape (d,), or (..., d) for many runs at once.
        learning_rate: :math:`\eta` > 0, one number, or one for each run, or a schedule, as in `gradient_descent`.
        beta_1: how much of the mean gradient is kept, :math:`0 \le \beta_1 < 1`, one number, or one for each run.
        beta_2: how much of the mean square is kept, :math:`0 \le \beta_2 < 1`, one number, or one for each run.
        epsilon: what keeps the quotient finite, positive, one number, or one for each run.

    Raises:
        ValueError: beta_1 or beta_2 is outside [0, 1), epsilon is not positive, and as in `gradient_descent`.

    """
    rates = {"beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon}
    read = read_arguments(J, theta_0, learning_rate, **rates)
    theta, gradient, eta, beta_1, beta_2, epsilon = read

    def steps(theta: Floats) -> Iterator[Floats]:
        m, s = np.zeros_like(theta), np.zeros_like(theta)
        for t in count():
            yield theta
            g = gradient(theta)
            m = beta_1 * m + (1 - beta_1) * g
            s = beta_2 * s + (1 - beta_2) * g**2
            # The averages start at 0; divided by the weight that they
            # have gathered so far, they do not lag.
            mean = m / (1 - beta_1 ** (t + 1))
            square = s / (1 - beta_2 ** (t + 1))
            theta = theta - eta(t) * mean / (np.sqrt(square) + epsilon)

    return iterates(steps(theta))
