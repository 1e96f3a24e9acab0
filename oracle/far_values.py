"""Goldens of activations far from 0, where formulas lose their digits, with real Keras on JAX.

    KERAS_BACKEND=jax python oracle/far_values.py        # writes test/goldens/catalog/far-values.json
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

FILE = Path(__file__).resolve().parent.parent / "test" / "goldens" / "catalog" / "far-values.json"
NEAR = [1e-3, 1e-2, 0.1, 0.3, 0.7, 1.3, 1.9, 2.9, 3.7, 4.4, 5.3, 6.2, 7.1, 8.3, 9.4, 10.6, 11.9, 13.1, 14.2, 15.3, 16.1, 16.7, 17.4, 18.5, 19.9]
FAR = [22.5, 25, 30, 35, 40, 45, 50, 60, 70, 80, 86, 90, 95, 100]
X = np.array(sorted([-v for v in NEAR + FAR] + NEAR + FAR), "float32")

CASES = [(name, {}) for name in (
    "linear relu relu6 leaky_relu elu selu celu gelu silu mish softplus softsign sigmoid log_sigmoid hard_sigmoid hard_silu "
    "hard_tanh hard_shrink soft_shrink tanh tanh_shrink sparse_plus sparse_sigmoid squareplus"
).split()] + [("gelu", {"approximate": True}), ("elu", {"alpha": 0.5}), ("celu", {"alpha": 0.5}), ("threshold", {"threshold": 0.5, "default_value": -2})]


def flat(a):
    return [float(f"{v:.9g}") for v in np.asarray(a, "float32").tolist()]


def case(name, args):
    f = lambda v: getattr(keras.activations, name)(v, **args)  # noqa: E731
    return {"name": name, "args": args, "y": flat(f(jnp.asarray(X))), "gradient": flat(jax.grad(lambda v: f(v).sum())(jnp.asarray(X)))}


FILE.write_text(json.dumps({"x": flat(X), "activations": [case(*c) for c in CASES]}, separators=(",", ":"), allow_nan=False) + "\n")
print("wrote", FILE)
