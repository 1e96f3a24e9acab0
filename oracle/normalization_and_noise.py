"""Goldens of the activation, dropout, normalization, embedding and image layers, with real Keras on JAX.

    KERAS_BACKEND=jax python oracle/normalization_and_noise.py      # writes test/goldens/catalog/normalization-and-noise.json

Each case: the layer's weights, its input, its output in inference or (where nothing is drawn) in training, the gradient of
sum(y * c) with c = 1/8, 2/8, … by the input, and what the layer remembers afterwards: moving statistics, losses, mask.
"""
import inspect
import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

FILE = Path(__file__).resolve().parent.parent / "test" / "goldens" / "catalog" / "normalization-and-noise.json"
rng = np.random.default_rng(11)


def array(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.astype("float32").ravel().tolist()]}


def floats(*shape):
    return rng.normal(size=shape).astype("float32")


CASES = []


def case(word, make, args, x, *, training=False, mask=None, trainable=True):
    layer = make(**args)
    layer.trainable = trainable
    integer = x.dtype.kind in "iu"
    layer.build(x.shape) if not layer.built else None
    weights = {}
    for v in layer.weights:
        value = floats(*v.shape)
        v.assign(np.abs(value) + 0.5 if v.name == "moving_variance" else value)
        weights[v.name] = array(v.numpy())
    kwargs = {} if mask is None else {"mask": jnp.asarray(mask)}
    if "training" in inspect.signature(layer.call).parameters:
        kwargs["training"] = training
    tv, ntv = [v.value for v in layer.trainable_variables], [v.value for v in layer.non_trainable_variables]

    def run(v):
        y, after = layer.stateless_call(tv, ntv, v, **kwargs)[:2]
        return y, after

    y, after = run(jnp.asarray(x))
    c = (jnp.arange(y.size, dtype="float32").reshape(y.shape) + 1) / 8
    golden = {"word": word, "args": args, "training": training, "trainable": trainable, "x": array(x), "integer": bool(integer), "weights": weights,
              "y": array(y)}
    if not integer:
        golden["gradient"] = array(jax.grad(lambda v: jnp.sum(run(v)[0] * c))(jnp.asarray(x)))
    if training and trainable:
        names = [v.name for v in layer.non_trainable_variables]
        golden["after"] = {n: array(v) for n, v in zip(names, after) if n.startswith("moving")}
    if mask is not None:
        golden["mask"] = array(mask)
    out = layer.compute_mask(jnp.asarray(x), None) if word in ("embedding", "masking") else None
    if out is not None:
        golden["outMask"] = array(out)
    CASES.append(golden)


L = keras.layers
FLAT, STEPS, IMAGE = floats(5, 4), floats(3, 4, 6), floats(2, 3, 3, 4)
FLAT[0, 0] = 0

case("activation", lambda **_: L.Activation("elu"), {}, FLAT)
case("relu", L.ReLU, {}, FLAT)
case("relu", L.ReLU, {"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.2}, FLAT)
case("leaky_relu", L.LeakyReLU, {}, FLAT)
case("leaky_relu", L.LeakyReLU, {"negative_slope": 0.1}, FLAT)
case("prelu", L.PReLU, {}, FLAT)
case("prelu", L.PReLU, {"shared_axes": [1, 2]}, IMAGE)
case("elu", L.ELU, {}, FLAT)
case("elu", L.ELU, {"alpha": 0.5}, FLAT)
case("softmax", L.Softmax, {}, FLAT)
case("softmax", L.Softmax, {"axis": 1}, IMAGE)
case("softmax", L.Softmax, {"axis": [1, 2]}, IMAGE)
case("softmax", L.Softmax, {}, FLAT, mask=np.array([[1, 1, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0]], bool))
case("identity", L.Identity, {}, FLAT)
case("masking", L.Masking, {}, np.where(np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]])[..., None], STEPS, 0).astype("float32"))
case("rescaling", L.Rescaling, {"scale": 0.5, "offset": -1.0}, IMAGE)
case("rescaling", L.Rescaling, {"scale": [0.5, 1.0, 2.0, 4.0], "offset": [0.0, 1.0, 2.0, 3.0]}, IMAGE)
case("embedding", L.Embedding, {"input_dim": 7, "output_dim": 3}, rng.integers(0, 7, size=(2, 5)).astype("int32"))
case("embedding", L.Embedding, {"input_dim": 4, "output_dim": 3, "mask_zero": True}, rng.integers(0, 4, size=(2, 5)).astype("int32"))
case("center_crop", L.CenterCrop, {"height": 2, "width": 3}, floats(2, 5, 6, 2))

for dropped, args in (("dropout", {"rate": 0.5}), ("alpha_dropout", {"rate": 0.5}), ("gaussian_dropout", {"rate": 0.5}), ("gaussian_noise", {"stddev": 0.5})):
    case(dropped, getattr(L, {"dropout": "Dropout", "alpha_dropout": "AlphaDropout", "gaussian_dropout": "GaussianDropout",
                              "gaussian_noise": "GaussianNoise"}[dropped]), args, FLAT)
case("dropout", L.Dropout, {"rate": 1.0}, FLAT, training=True)
case("dropout", L.Dropout, {"rate": 0.0}, FLAT, training=True)
case("spatial_dropout1d", L.SpatialDropout1D, {"rate": 0.5}, STEPS)
case("spatial_dropout2d", L.SpatialDropout2D, {"rate": 0.5}, IMAGE)

B = L.BatchNormalization
for x in (FLAT, STEPS, IMAGE, floats(2, 2, 3, 2, 3)):
    case("batch_normalization", B, {}, x)
    case("batch_normalization", B, {}, x, training=True)
case("batch_normalization", B, {"axis": 1, "momentum": 0.8, "epsilon": 0.01}, IMAGE, training=True)
case("batch_normalization", B, {"axis": 1}, STEPS)
case("batch_normalization", B, {"scale": False}, FLAT, training=True)
case("batch_normalization", B, {"center": False}, FLAT, training=True)
case("batch_normalization", B, {"center": False, "scale": False}, FLAT, training=True)
case("batch_normalization", B, {}, FLAT, training=True, trainable=False)
case("batch_normalization", B, {}, STEPS, training=True, mask=np.array([[1, 1, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]], bool))
for args, x in (({}, FLAT), ({}, STEPS), ({"axis": 1}, STEPS), ({"axis": [1, 2]}, STEPS), ({"axis": [1, 3]}, IMAGE), ({"epsilon": 0.1, "scale": False}, FLAT),
                ({"center": False}, FLAT)):
    case("layer_normalization", L.LayerNormalization, args, x)
G = L.GroupNormalization
for args, x in (({"groups": 2}, IMAGE), ({"groups": -1}, IMAGE), ({"groups": 1}, STEPS), ({"groups": 2}, FLAT), ({"groups": 2, "axis": 1}, STEPS),
                ({"groups": 4, "scale": False, "center": False, "epsilon": 0.01}, IMAGE)):
    case("group_normalization", G, args, x)
case("rms_normalization", L.RMSNormalization, {}, FLAT)
case("rms_normalization", L.RMSNormalization, {"axis": [1, 2], "epsilon": 0.1}, STEPS)
case("unit_normalization", L.UnitNormalization, {}, FLAT)
case("unit_normalization", L.UnitNormalization, {"axis": [1, 2]}, STEPS)

ACTIVITY = []
for args in ({"l1": 0.1}, {"l2": 0.2}, {"l1": 0.1, "l2": 0.2}):
    layer = L.ActivityRegularization(**args)
    layer(jnp.asarray(FLAT), training=True)
    ACTIVITY.append({"args": args, "x": array(FLAT), "loss": float(sum(layer.losses))})

FILE.write_text(json.dumps({"cases": CASES, "activity": ACTIVITY}, separators=(",", ":")) + "\n")
print("wrote", FILE, len(CASES))
