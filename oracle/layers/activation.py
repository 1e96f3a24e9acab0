"""Activations as layers: those of Keras with arguments of their own, and every other by its name."""
import numpy as np
from case import case, distinct, generator, word

# What Keras calls by name only. Numbers at their kinks are in values.py.
NAMES = ("celu exponential gelu hard_shrink hard_sigmoid hard_silu hard_tanh linear log_sigmoid log_softmax mish relu6 selu sigmoid silu soft_shrink "
         "softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus tanh tanh_shrink").split()


def cases():
    case("activation", dict(activation=word("elu", alpha=1.0)), [[4]])
    case("activation", dict(activation=word("softmax", axis=-1)), [[3, 4]])
    case("relu", {}, [[4]])
    case("relu", dict(max_value=1.0, negative_slope=0.1, threshold=0.2), [[4]])
    whole = generator("whole").integers(-4, 8, (3, 5)).astype("int32")
    case("relu", dict(max_value=6), None, x=[whole])
    case("activation", dict(activation=word("softplus")), None, x=[whole])
    case("leaky_relu", {}, [[4]])
    case("leaky_relu", dict(negative_slope=0.1), [[4]])
    case("prelu", {}, [[4]])
    case("prelu", {}, [[3, 2]])
    case("prelu", dict(shared_axes=[1, 2]), [[3, 3, 4]])
    case("elu", {}, [[4]])
    case("elu", dict(alpha=0.5), [[4]])
    case("softmax", {}, [[4]])
    case("softmax", dict(axis=1), [[3, 3, 4]])
    case("softmax", dict(axis=[1, 2]), [[3, 3, 4]])
    case("softmax", {}, [[4]], rows=5, masks=[[[1, 1, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0]]])
    # Steps enough for every part of every formula.
    wide = distinct(generator("wide"), [[2, 6, 2]])[0] * np.float32(1.75)
    for name in NAMES:
        case(name, {}, None, x=[wide])
    case("celu", dict(alpha=0.5), None, x=[wide])
    case("gelu", dict(approximate=True), None, x=[wide])
    case("hard_shrink", dict(threshold=0.25), None, x=[wide])
    case("soft_shrink", dict(threshold=0.25), None, x=[wide])
    case("squareplus", dict(b=1.0), None, x=[wide])
    case("threshold", dict(threshold=0.5, default_value=-2.0), None, x=[wide])
    case("log_softmax", dict(axis=1), None, x=[wide])
    case("sparsemax", dict(axis=1), None, x=[wide])
