"""Logistic and softmax regression: labels of both kinds, agreement with scikit-learn, and what has no minimum."""

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from dlkit import (
    accuracy,
    add_intercept,
    binary_cross_entropy,
    binary_cross_entropy_on_probabilities,
    classify,
    cross_entropy,
    cross_entropy_on_probabilities,
    empirical_risk,
    entropy,
    gradient_descent,
    kl_divergence,
    newton,
    one_hot,
    predict,
    record,
    relu,
    sigmoid,
    softmax,
    softmax_jacobian,
    squared_l2,
    tanh,
    two_classes,
    without_intercept,
)

RNG = np.random.default_rng(8)
X = RNG.normal(size=(200, 2))
DESIGN = add_intercept(X)
Y = (RNG.logistic(size=len(DESIGN)) <= DESIGN @ [0.3, 1.0, -2.0]).astype(int)
J = empirical_risk(binary_cross_entropy, DESIGN, Y)
LABELS = RNG.integers(4, size=200)
SCORES = RNG.normal(size=(200, 4))


def _fit(J, d):
    return record(newton(J, np.zeros(d)), J, steps=50, gradient_norm=1e-12).theta[-1]


def test_binary_cross_entropy_is_the_likelihood_of_the_labels():
    theta = np.array([0.1, 0.5, -0.3])
    p = sigmoid(predict(DESIGN, theta))
    assert len(Y) * J(theta) == pytest.approx(-stats.bernoulli.logpmf(Y, p).sum())
    assert J(theta) == pytest.approx(log_loss(Y, p))
    assert J(theta) == pytest.approx(binary_cross_entropy_on_probabilities(p, Y).mean())


def test_cross_entropy_is_the_likelihood_of_the_labels():
    p = softmax(SCORES)
    likelihood = np.prod(p[np.arange(50), LABELS[:50]])
    assert np.exp(-cross_entropy(SCORES[:50], LABELS[:50]).sum()) == pytest.approx(likelihood)
    assert cross_entropy(SCORES, LABELS).mean() == pytest.approx(log_loss(LABELS, p, labels=range(4)))
    np.testing.assert_allclose(cross_entropy_on_probabilities(p, LABELS), cross_entropy(SCORES, LABELS))


def test_integer_labels_and_one_hot_rows_are_the_same():
    rows = one_hot(LABELS, 4)
    np.testing.assert_array_equal(rows, np.eye(4)[LABELS])
    np.testing.assert_array_equal(cross_entropy(SCORES, rows), cross_entropy(SCORES, LABELS))
    np.testing.assert_array_equal(cross_entropy.gradient(SCORES, rows), cross_entropy.gradient(SCORES, LABELS))
    by_label, by_row = (empirical_risk(cross_entropy, DESIGN, y) for y in (LABELS, rows))
    theta = RNG.normal(size=12)
    assert by_label(theta) == by_row(theta)
    assert one_hot(2, 3).tolist() == [0, 0, 1]


def test_as_many_examples_as_classes_leave_no_doubt_which_labels_are_meant():
    z = RNG.normal(size=(3, 3))
    np.testing.assert_allclose(cross_entropy(z, [0, 1, 0]), -np.log(softmax(z))[[0, 1, 2], [0, 1, 0]])
    np.testing.assert_allclose(cross_entropy(z, [0.0, 1.0, 0.0]), -np.log(softmax(z))[:, 1])


def test_labels_broadcast_over_many_models():
    scores = RNG.normal(size=(5, 200, 4))
    np.testing.assert_array_equal(cross_entropy(scores, LABELS), [cross_entropy(z, LABELS) for z in scores])


def test_logistic_regression_is_that_of_scikit_learn():
    model = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky").fit(X, Y)
    np.testing.assert_allclose(_fit(J, 3), [*model.intercept_, *model.coef_[0]], rtol=1e-7)


def test_the_penalty_of_scikit_learn_spares_the_intercept():
    C = 0.5
    penalized = J + 1 / (2 * len(Y) * C) * without_intercept(squared_l2)
    model = LogisticRegression(C=C, tol=1e-12, solver="newton-cholesky").fit(X, Y)
    np.testing.assert_allclose(_fit(penalized, 3), [*model.intercept_, *model.coef_[0]], rtol=1e-7)


def test_softmax_regression_is_that_of_scikit_learn():
    iris = load_iris()
    design = add_intercept(iris.data)
    risk = empirical_risk(cross_entropy, design, iris.target)
    penalized = risk + 1 / (2 * len(design)) * without_intercept(squared_l2, outputs=3)
    theta = _fit(penalized, 15)
    model = LogisticRegression(C=1, tol=1e-10, max_iter=10000).fit(iris.data, iris.target)
    np.testing.assert_allclose(softmax(predict(design, theta, 3)), model.predict_proba(iris.data), atol=1e-5)
    np.testing.assert_array_equal(classify(design, theta, 3), model.predict(iris.data))
    assert accuracy(classify(design, theta, 3), iris.target) == model.score(iris.data, iris.target)


def test_the_scores_of_several_outputs_are_the_matrix_product():
    W = RNG.normal(size=(5, 3, 4))
    np.testing.assert_allclose(predict(DESIGN, W.reshape(5, 12), 4), DESIGN @ W)


def test_the_label_is_one_where_the_probability_is_at_least_a_half():
    theta = np.array([[0.2, 1.0, -1.0], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(classify(DESIGN, theta), sigmoid(predict(DESIGN, theta)) >= 0.5)


def test_at_the_minimum_the_predictions_are_right_in_the_mean():
    residuals = sigmoid(predict(DESIGN, _fit(J, 3))) - Y
    np.testing.assert_allclose(DESIGN.T @ residuals, 0, atol=1e-9)


def test_with_an_intercept_alone_there_is_a_closed_form():
    share = Y.mean()
    theta = _fit(empirical_risk(binary_cross_entropy, np.ones((200, 1)), Y), 1)
    assert theta[0] == pytest.approx(np.log(share / (1 - share)))


def test_on_separable_classes_there_is_no_minimum_and_the_weights_grow_without_end():
    points, labels = two_classes(40, 0.5, rng=RNG)
    risk = empirical_risk(binary_cross_entropy, points, labels)
    run = record(gradient_descent(risk, [0.0, 0.0], 1.0), risk, steps=5000)
    norms = np.linalg.norm(run.theta, axis=-1)
    assert (np.diff(norms) > 0).all()
    assert run.value[-1] < 0.02
    assert accuracy(classify(points, run.theta[-1]), labels) == 1


def test_newton_finds_the_minimum_where_all_logits_can_be_shifted_alike():
    risk = empirical_risk(cross_entropy, DESIGN, LABELS)
    theta = _fit(risk, 12)
    np.testing.assert_allclose(risk.gradient(theta), 0, atol=1e-11)
    assert np.linalg.norm(theta) < 10  # of the minimizers, one near the start


def test_the_rows_of_the_jacobian_sum_to_zero_and_it_is_positive_semidefinite():
    jacobian = softmax_jacobian(SCORES)
    np.testing.assert_allclose(jacobian.sum(axis=-1), 0, atol=1e-15)
    np.testing.assert_array_equal(jacobian, jacobian.swapaxes(-1, -2))
    assert (np.linalg.eigvalsh(jacobian) > -1e-15).all()


def test_entropy_and_divergence_of_known_distributions():
    assert entropy([0.5, 0.5]) == pytest.approx(np.log(2))
    assert entropy([0.0, 1.0]) == 0
    np.testing.assert_allclose(entropy(np.full((2, 3, 5), 0.2)), np.log(5))
    # Natural logarithms: H(p, q) and H(q, p) of these are .551 and .984.
    p, q = np.array([0.9, 0.1]), np.array([0.6, 0.4])
    assert cross_entropy_on_probabilities(q, p) == pytest.approx(0.551, abs=5e-4)
    assert cross_entropy_on_probabilities(p, q) == pytest.approx(0.984, abs=5e-4)
    assert kl_divergence(p, q) == pytest.approx(stats.entropy(p, q))
    assert kl_divergence([0.0, 1.0], [0.5, 0.5]) == pytest.approx(np.log(2))
    assert kl_divergence([0.5, 0.5], [0.0, 1.0]) == np.inf
    assert kl_divergence([0, 0.5, 0.5], [0, 0.25, 0.75]) == pytest.approx(stats.entropy([0.5, 0.5], [0.25, 0.75]))


def test_what_was_thought_impossible_costs_infinity_and_what_was_sure_nothing():
    np.testing.assert_array_equal(
        binary_cross_entropy_on_probabilities([0, 1, 0, 1], [0, 1, 1, 0]), [0, 0, np.inf, np.inf]
    )
    np.testing.assert_array_equal(cross_entropy_on_probabilities([[0.0, 1.0]] * 2, [1, 0]), [0, np.inf])


def test_activations_of_known_scores():
    np.testing.assert_allclose(sigmoid([0, np.log(3)]), [0.5, 0.75])
    np.testing.assert_allclose(tanh([0.0, 0.7]), 2 * sigmoid([0.0, 1.4]) - 1)
    np.testing.assert_array_equal(relu([-1, 0, 2]), [0, 0, 2])
    np.testing.assert_array_equal(relu.gradient([-1.0, 0, 2]), [0, 0, 1])
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [1 / 8, 2 / 8, 5 / 8])


def test_changing_the_data_afterwards_does_not_change_the_objective():
    design, y = DESIGN.copy(), Y.astype(float)
    risk = empirical_risk(binary_cross_entropy, design, y)
    before = risk(np.ones(3))
    design[:], y[:] = 0, 0
    assert risk(np.ones(3)) == before


def test_on_a_mini_batch_an_objective_is_the_mean_of_the_batch():
    rows, theta = np.array([3, 0, 3]), np.array([0.1, -0.4, 0.2])
    J, of_batch = (empirical_risk(binary_cross_entropy, A, b) for A, b in ((DESIGN, Y), (DESIGN[rows], Y[rows])))
    assert J(theta, rows) == pytest.approx(of_batch(theta))
    np.testing.assert_allclose(J.gradient(theta, rows), of_batch.gradient(theta))
    np.testing.assert_allclose(J.hessian(theta, rows), of_batch.hessian(theta))


def test_a_row_of_logits_far_below_another_has_its_own_probabilities():
    np.testing.assert_allclose(softmax([[1000.0, 1000.0], [-1000.0, -1000.0 + np.log(3)]]), [[0.5, 0.5], [0.25, 0.75]])
