"""Nesterov, Adam, Newton, mini-batches and schedules, and how a record of any of them stops."""

from functools import partial
from itertools import islice

import numpy as np
import pytest

from dlkit import (
    Differentiable,
    adam,
    add_intercept,
    binary_cross_entropy,
    empirical_risk,
    gradient_descent,
    l1,
    least_squares,
    momentum,
    nesterov,
    newton,
    record,
    squared_error,
    squared_l2,
    stochastic,
)

RNG = np.random.default_rng(21)
X = add_intercept(RNG.normal(size=(30, 2)))
Y = RNG.normal(size=30)
J = empirical_risk(squared_error, X, Y)
BEST = least_squares(X, Y)
LOGISTIC = empirical_risk(binary_cross_entropy, X, RNG.logistic(size=len(X)) <= X @ [0.5, 1, -1])
PARABOLA = Differentiable(lambda t: (t**2).sum(axis=-1) / 2, lambda t: t)  # its Hessian is 1


def test_nesterov_takes_the_gradient_where_the_velocity_leads():
    first, second, third = islice(nesterov(J, [1.0, 2, 3], 0.1, 0.9), 3)
    np.testing.assert_allclose(second, first - 0.1 * J.gradient(first))
    velocity = second - first
    np.testing.assert_allclose(third, second + 0.9 * velocity - 0.1 * J.gradient(second + 0.9 * velocity))


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_nesterov_is_stable_up_to_its_bound_and_not_beyond(beta):
    bound = 2 * (1 + beta) / (1 + 2 * beta)  # the Hessian of the parabola is 1
    below, above = (record(nesterov(PARABOLA, [1.0], c * bound, beta), PARABOLA, steps=3000) for c in (0.99, 1.01))
    assert below.value[-1] < 1e-9
    assert above.value[-1] > 1e9


def test_the_first_step_of_adam_has_the_length_of_the_learning_rate_in_each_weight():
    start = np.array([1.0, -50.0, 1e-3])
    first, second = islice(adam(PARABOLA, start, 0.01), 2)
    np.testing.assert_allclose(second - first, -0.01 * np.sign(start), rtol=1e-4)


def test_adam_does_not_care_for_the_scale_of_the_objective():
    small, large = (record(adam(c * J, [1.0, 2, 3], 0.05), J, steps=50) for c in (1, 1000))
    np.testing.assert_allclose(small.theta, large.theta, rtol=1e-5)
    assert record(adam(J, [1.0, 2, 3], 0.05), J, steps=2000).value[-1] == pytest.approx(J(BEST))


def test_many_runs_with_rates_of_their_own_are_the_loop_over_runs():
    rates, betas = np.array([0.05, 0.1]), np.array([0.8, 0.9])
    for method in (nesterov, lambda J, t, eta, beta: adam(J, t, eta, beta, 0.99)):
        together = record(method(J, np.zeros(3), rates, betas), J, steps=20)
        for k in range(2):
            alone = record(method(J, np.zeros(3), rates[k], betas[k]), J, steps=20)
            np.testing.assert_allclose(together.theta[:, k], alone.theta, rtol=1e-12)


def test_newton_needs_one_step_on_a_quadratic():
    theta = record(newton(J, [5.0, 5, 5]), J, steps=1).theta[-1]
    np.testing.assert_allclose(theta, BEST, rtol=1e-10)


def test_newton_doubles_the_digits_with_each_step():
    run = record(newton(LOGISTIC, np.zeros(3)), LOGISTIC, steps=8)
    errors = np.linalg.norm(run.theta - run.theta[-1], axis=-1)
    near = [k for k in range(1, 6) if 1e-7 < errors[k] < 0.3]
    assert len(near) >= 2
    assert all(errors[k + 1] < 2 * errors[k] ** 2 for k in near)


def test_newton_takes_the_step_of_least_norm_where_the_hessian_is_singular():
    doubled = np.column_stack([X, X[:, 1]])
    risk = empirical_risk(squared_error, doubled, Y)
    theta = record(newton(risk, np.zeros(4)), risk, steps=2).theta[-1]
    np.testing.assert_allclose(theta, least_squares(doubled, Y), rtol=1e-9)


def test_newton_of_many_runs_is_that_of_each_and_one_that_diverged_stays_alone():
    starts = np.array([[0.0, 0, 0], [1.0, -1, 0.5]])
    together = record(newton(LOGISTIC, starts), LOGISTIC, steps=6)
    for k, start in enumerate(starts):
        np.testing.assert_allclose(
            together.theta[:, k], record(newton(LOGISTIC, start), LOGISTIC, steps=6).theta, rtol=1e-9, atol=1e-12
        )
    steep = Differentiable(  # the Hessian is exp(theta), so from -1000 the step is infinite
        lambda t: (np.exp(t) - t).sum(-1), lambda t: np.exp(t) - 1, hessian=lambda t: np.exp(t)[..., None]
    )
    run = record(newton(steep, [[-1000.0], [1.0]]), steep, steps=10)
    assert run.diverged_at[1] == -1
    assert run.theta[-1, 1] == pytest.approx(0, abs=1e-9)


def test_newton_goes_on_with_nan_where_the_hessian_is_not_finite():
    quartic = Differentiable(
        lambda t: (t**4).sum(-1), lambda t: 4 * t**3, hessian=lambda t: 12 * (t**2)[..., None] * np.eye(t.shape[-1])
    )
    run = record(newton(quartic, [1e200]), quartic, steps=3)
    assert run.diverged_at == 0  # the value overflows at the start
    assert np.isnan(run.theta[-1]).all()


def test_a_batch_of_all_examples_is_gradient_descent():
    plain = record(gradient_descent(J, np.zeros(3), 0.1), J, steps=20).theta
    whole = stochastic(J, np.zeros(3), 0.1, batch_size=30, rng=RNG)
    np.testing.assert_allclose(record(whole, J, steps=20).theta, plain, rtol=1e-10, atol=1e-13)


def _seen(batch_size, steps, *, replace):
    """Return the examples that each step saw: of n one-hot rows, the gradient is not 0 for those."""
    n = 10
    risk = empirical_risk(squared_error, np.eye(n), np.ones(n))
    path = record(
        stochastic(risk, np.zeros(n), 1e-6, batch_size=batch_size, rng=np.random.default_rng(5), replace=replace),
        risk,
        steps=steps,
    ).theta
    return [np.flatnonzero(step).tolist() for step in np.diff(path, axis=0)]


def test_without_replacement_an_epoch_sees_each_example_once():
    batches = _seen(3, 8, replace=False)
    assert [len(batch) for batch in batches] == [3, 3, 3, 1, 3, 3, 3, 1]
    for epoch in (batches[:4], batches[4:]):
        assert sorted(i for batch in epoch for i in batch) == list(range(10))
    assert batches[:4] != batches[4:]


def test_with_replacement_examples_come_again_before_all_were_seen():
    batches = _seen(3, 400, replace=True)
    assert all(1 <= len(batch) <= 3 for batch in batches)
    assert any(len(batch) < 3 for batch in batches)  # one drawn twice
    counts = np.bincount([i for batch in batches for i in batch], minlength=10)
    assert (abs(counts - counts.mean()) < 5 * np.sqrt(counts.mean())).all()


def test_the_same_generator_state_gives_the_same_run():
    one, two = (
        record(stochastic(J, np.zeros(3), 0.1, batch_size=4, rng=np.random.default_rng(9)), J).theta for _ in range(2)
    )
    np.testing.assert_array_equal(one, two)


def test_a_constant_rate_hovers_and_a_falling_one_converges():
    draw = partial(stochastic, J, BEST + 1, batch_size=1, replace=True)
    hovering = record(draw(0.1, rng=np.random.default_rng(0)), J, steps=20000, every=100)
    falling = record(draw(lambda t: 0.1 / (1 + t / 100), rng=np.random.default_rng(0)), J, steps=20000, every=100)
    excess = [run.value[-50:].mean() - J(BEST) for run in (hovering, falling)]
    assert excess[0] > 30 * excess[1] > 0


@pytest.mark.parametrize("method", [adam, partial(momentum, beta=0.9), partial(nesterov, beta=0.9)])
def test_any_method_can_be_stochastic(method):
    risk = J + 0.01 * squared_l2
    run = record(stochastic(risk, np.zeros(3), 0.01, batch_size=5, rng=RNG, method=method), risk, steps=600)
    assert run.value[-1] < run.value[0]
    assert run.value[-100:].mean() - risk(BEST) < 0.1


def test_a_penalty_is_whole_in_each_batch():
    rows = np.array([0, 3])
    risk = J + 0.5 * l1
    theta = np.array([1.0, -2, 3])
    np.testing.assert_allclose(risk(theta, rows), J(theta, rows) + 0.5 * l1(theta))
    np.testing.assert_allclose(risk.gradient(theta, rows), J.gradient(theta, rows) + 0.5 * l1.gradient(theta))


def test_a_schedule_gives_the_rate_of_each_step_to_many_runs_too():
    rates = [0.5, 0.25, 0.125]
    theta = record(gradient_descent(PARABOLA, [1.0], lambda t: rates[t]), PARABOLA, steps=3).theta[:, 0]
    np.testing.assert_allclose(theta, [1, 0.5, 0.375, 0.328125])
    both = record(gradient_descent(PARABOLA, [1.0], lambda t: np.array([0.5, 0.1])), PARABOLA, steps=3).theta
    np.testing.assert_allclose(both[-1, :, 0], [0.5**3, 0.9**3])


def test_a_record_stops_at_a_small_gradient():
    run = record(gradient_descent(J, np.zeros(3), 0.3), J, steps=10000, gradient_norm=1e-6)
    assert np.linalg.norm(J.gradient(run.theta[-1])) <= 1e-6 < np.linalg.norm(J.gradient(run.theta[-2]))
    assert len(run.theta) == len(run.value) == len(run.step) < 1000


def test_a_record_of_many_runs_stops_when_all_that_are_finite_have_arrived():
    rates = np.array([0.01, 0.3, 1e9])
    run = record(gradient_descent(J, np.zeros(3), rates), J, steps=10000, gradient_norm=1e-6)
    assert (np.linalg.norm(J.gradient(run.theta[-1, :2]), axis=-1) <= 1e-6).all()
    assert run.diverged_at[:2].tolist() == [-1, -1]
    assert run.diverged_at[2] > 0
    everywhere = record(gradient_descent(J, np.zeros(3), 1e200), J, steps=50, gradient_norm=1e-6)
    assert everywhere.step[-1] == 50  # a run that diverged has not arrived


def test_a_record_keeps_each_kth_iterate_and_says_which():
    all_of_it = record(gradient_descent(J, np.zeros(3), 0.1), J, steps=25)
    some = record(gradient_descent(J, np.zeros(3), 0.1), J, steps=25, every=10)
    assert some.step.tolist() == [0, 10, 20]
    np.testing.assert_array_equal(some.theta, all_of_it.theta[::10])
    assert all_of_it.step.tolist() == list(range(26))
    assert repr(some).startswith("Trajectory: 20 steps")
    diverged = record(gradient_descent(J, np.zeros(3), 1e9), J, steps=100, every=10)
    assert diverged.diverged_at % 10 == 0


def test_progress_is_shown_where_it_is_wanted(capsys):
    record(gradient_descent(J, np.zeros(3), 0.1), J, steps=5)
    assert capsys.readouterr().err == ""
    record(gradient_descent(J, np.zeros(3), 0.1), J, steps=5, progress=True)
    assert "6/6" in capsys.readouterr().err


def test_without_tqdm_the_bar_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    with pytest.raises(ModuleNotFoundError, match="pip install tqdm"):
        record([[0.0, 0, 0]], J, progress=True)


def test_the_defaults_of_adam_are_those_of_its_paper_and_record_takes_a_hundred_steps():
    """With a constant gradient the quotient is the gradient's sign, so each step has the length of the rate."""
    J = Differentiable(lambda theta: theta.sum(-1), np.ones_like, name="J")
    path = record(adam(J, [0.0]), J)
    np.testing.assert_allclose(path.theta[:, 0], -0.001 * np.arange(101), rtol=1e-7)
    tiny = 1e-8 * J  # of the size of epsilon: half a step
    assert record(adam(tiny, [0.0]), tiny, steps=1).theta[1, 0] == pytest.approx(-0.0005)
    # After a gradient of 1 and one of 0, the averages are those of the two rates.
    g = iter([1.0, 1.0, 0.0])  # the first is looked at before the descent
    turning = Differentiable(lambda theta: theta.sum(-1), lambda theta: np.full_like(theta, next(g)), name="turning")
    theta = list(islice(adam(turning, [0.0]), 3))[-1]
    mean, square = 0.9 * 0.1 / (1 - 0.9**2), 0.999 * 0.001 / (1 - 0.999**2)
    assert theta[0] == pytest.approx(-0.001 - 0.001 * mean / np.sqrt(square))
