"""A network in the style of joelnet: layers are objects that keep their inputs, weights and gradients in dictionaries.

Written from that description, as a peer to be timed; in float64, as NumPy has it.
"""

import numpy as np


class Layer:
    def __init__(self):
        self.params, self.grads = {}, {}


class Affine(Layer):
    def __init__(self, W, b):
        super().__init__()
        self.params = {"w": W.copy(), "b": b.copy()}

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.params["w"] + self.params["b"]

    def backward(self, grad):
        self.grads["b"] = np.sum(grad, axis=0)
        self.grads["w"] = self.inputs.T @ grad
        return grad @ self.params["w"].T


class Tanh(Layer):
    def forward(self, inputs):
        self.inputs = inputs
        return np.tanh(inputs)

    def backward(self, grad):
        return (1 - np.tanh(self.inputs) ** 2) * grad


class NeuralNet:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, inputs):
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def params_and_grads(self):
        for layer in self.layers:
            for name, param in layer.params.items():
                yield param, layer.grads[name]


class SoftmaxCrossEntropy:
    def loss(self, predicted, actual):
        shifted = predicted - predicted.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(actual)), actual])

    def grad(self, predicted, actual):
        grad = np.exp(predicted - predicted.max(axis=1, keepdims=True))
        grad /= grad.sum(axis=1, keepdims=True)
        grad[np.arange(len(actual)), actual] -= 1
        return grad / len(actual)


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, net):
        for param, grad in net.params_and_grads():
            param -= self.lr * grad  # noqa: PLW2901 - in place, as joelnet does
