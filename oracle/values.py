"""Goldens of the catalogue's values with real Keras on JAX: activations, regularizers, constraints, initializers.

    KERAS_BACKEND=jax python oracle/values.py        # writes test/goldens/catalog/values.json

Gradients are those of sum(y * c) with c = 1, 2, …: every position's own gradient shows.
"""
import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

FILE = Path(__file__).resolve().parent.parent / "test" / "goldens" / "catalog" / "values.json"


def flat(a):
    return [float(f"{v:.9g}") for v in np.asarray(a, "float32").ravel().tolist()]


def array(a):
    return {"shape": list(np.shape(a)), "data": flat(a)}


def weighted(f):
    def loss(x):
        y = f(x)
        return jnp.sum(y * (jnp.arange(y.size, dtype="float32").reshape(y.shape) + 1))
    return loss


# Smooth parts, every boundary of every formula, and what overflows when written naively.
GRID = np.array([-100, -20, -6, -3.5, -3, -2, -1.25, -1, -0.5, -0.25, -1e-4, 0, 1e-4, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 3.5, 6, 6.5, 20, 80], "float32")
ROWS = np.random.default_rng(3).normal(size=(3, 5)).astype("float32") * 2

ACTIVATIONS = [
    (name, {}) for name in (
        "linear relu relu6 leaky_relu elu selu celu gelu silu swish mish softplus softsign sigmoid log_sigmoid hard_sigmoid hard_silu "
        "hard_swish hard_tanh hard_shrink soft_shrink tanh tanh_shrink exponential sparse_plus sparse_sigmoid squareplus"
    ).split()
] + [
    ("relu", {"max_value": 6}), ("relu", {"max_value": 2.5}), ("relu", {"negative_slope": 0.1}), ("relu", {"threshold": 0.5}),
    ("relu", {"negative_slope": 0.1, "threshold": 0.5, "max_value": 3}), ("leaky_relu", {"negative_slope": 0.3}), ("elu", {"alpha": 0.5}),
    ("celu", {"alpha": 0.5}), ("gelu", {"approximate": True}), ("hard_shrink", {"threshold": 0.25}), ("soft_shrink", {"threshold": 0.25}),
    ("squareplus", {"b": 1}), ("threshold", {"threshold": 0.5, "default_value": -2}),
]
ALONG = [("softmax", {}), ("softmax", {"axis": 0}), ("log_softmax", {}), ("log_softmax", {"axis": 0}), ("sparsemax", {}), ("sparsemax", {"axis": 0})]


def activation(name, args, x):
    f = lambda v: getattr(keras.activations, name)(v, **args)  # noqa: E731
    return {"name": name, "args": args, "x": array(x), "y": array(f(jnp.asarray(x))), "gradient": array(jax.grad(weighted(f))(jnp.asarray(x)))}


W = np.random.default_rng(5).normal(size=(4, 3)).astype("float32")
W0 = W.copy()
W0[1, 2] = 0
W0[:, 1] *= 0.1


def regularizer(name, args, w):
    r = getattr(keras.regularizers, name)(**args)
    return {"name": name, "args": args, "w": array(w), "penalty": float(r(jnp.asarray(w))), "gradient": array(jax.grad(lambda v: r(v))(jnp.asarray(w)))}


def constraint(name, args, w):
    return {"name": name, "args": args, "w": array(w), "projected": array(getattr(keras.constraints, name)(**args)(jnp.asarray(w)))}


INITIALIZERS = [
    (name, {}, shape) for name in "glorot_uniform glorot_normal he_uniform he_normal lecun_uniform lecun_normal".split()
    for shape in ([300, 200], [5, 5, 8, 64], [3, 32, 64], [7000])
] + [
    ("random_uniform", {}, [300, 200]), ("random_uniform", {"minval": 0.0, "maxval": 2.0}, [300, 200]),
    ("random_normal", {}, [300, 200]), ("random_normal", {"mean": 1.0, "stddev": 0.2}, [300, 200]),
    ("truncated_normal", {}, [300, 200]), ("truncated_normal", {"mean": -1.0, "stddev": 2.0}, [300, 200]),
    ("variance_scaling", {"scale": 2.0, "mode": "fan_out", "distribution": "untruncated_normal"}, [100, 400]),
    ("variance_scaling", {"scale": 0.5, "mode": "fan_avg", "distribution": "uniform"}, [3, 3, 16, 64]),
    ("variance_scaling", {"input_axes": [0], "output_axes": [1, 2]}, [100, 10, 20]),
    ("orthogonal", {}, [120, 80]), ("orthogonal", {"gain": 2.5}, [3, 3, 8, 64]),
]
EXACT = [("zeros", {}, [2, 3]), ("ones", {}, [4]), ("constant", {"value": 0.25}, [2, 2]), ("identity", {}, [3, 3]), ("identity", {"gain": 0.5}, [2, 4]),
         ("identity", {}, [4, 2])]


def forget_bias(value):
    """What Keras's LSTM makes of a bias_initializer: regnet has a word for it."""
    layer = keras.layers.LSTM(3, bias_initializer=keras.initializers.Constant(value))
    layer.build((None, 5, 4))
    args = {"initializer": {"word": "constant", "args": {"value": value}}}
    return {"name": "forget_bias", "args": args, "shape": [12], "values": flat(layer.cell.bias)}


def statistics(name, args, shape):
    """Of many draws, so that they are Keras's own rather than one sample's."""
    v = np.concatenate([np.asarray(getattr(keras.initializers, name)(seed=s, **args)(shape)).ravel() for s in range(8)]).astype("float64")
    return {"name": name, "args": args, "shape": shape, "mean": v.mean(), "std": v.std(), "min": v.min(), "max": v.max(),
            "kurtosis": ((v - v.mean()) ** 4).mean() / v.var() ** 2}


goldens = {
    "activations": [activation(n, a, GRID) for n, a in ACTIVATIONS] + [activation(n, a, ROWS) for n, a in ALONG],
    "regularizers": [
        regularizer("l1", {}, W), regularizer("l1", {"l1": 0.5}, W), regularizer("l2", {}, W), regularizer("l2", {"l2": 0.5}, W),
        regularizer("l1_l2", {}, W), regularizer("l1_l2", {"l1": 0.1, "l2": 0.2}, W), regularizer("l1_l2", {"l1": 0.1}, W),
        regularizer("orthogonal_regularizer", {}, W), regularizer("orthogonal_regularizer", {"factor": 0.5, "mode": "columns"}, W),
    ],
    "constraints": [constraint(n, a, w) for w in (W, W0) for n, a in (
        ("max_norm", {}), ("max_norm", {"max_value": 0.5}), ("max_norm", {"max_value": 1, "axis": 1}), ("max_norm", {"max_value": 1, "axis": [0, 1]}),
        ("unit_norm", {}), ("unit_norm", {"axis": 1}), ("non_neg", {}), ("min_max_norm", {}),
        ("min_max_norm", {"min_value": 1.5, "max_value": 2, "rate": 0.25}), ("min_max_norm", {"min_value": 0.5, "axis": 1}))],
    "initializers": [statistics(*case) for case in INITIALIZERS],
    "constants": [{"name": n, "args": a, "shape": s, "values": flat(getattr(keras.initializers, n)(**a)(s))} for n, a, s in EXACT]
    + [forget_bias(0.25), forget_bias(-1.0)],
}
FILE.parent.mkdir(parents=True, exist_ok=True)
FILE.write_text(json.dumps(goldens, indent=None, separators=(",", ":")) + "\n")
print("wrote", FILE)
