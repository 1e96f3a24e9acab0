"""Goldens of the recurrent layers, the image transforms, resizing, normalization and einsum_dense, with real Keras on JAX.

    KERAS_BACKEND=jax python oracle/layers_c.py      # writes test/goldens/catalog/layers-c.json

A case of `layers`: the layer's weights, its input, a mask, its output, and the gradients of sum(y * c), c = 1/8, 2/8, … (repeating after
7/8), by the input and by every trainable weight. `args` are regnet's, `make` builds the same with Keras. A case of `transforms` holds
images, the drawn numbers, and what Keras makes of them. `dropouts`: recurrent layers in training, with the masks that Keras drew.
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

FILE = Path(__file__).resolve().parent.parent / "test" / "goldens" / "catalog" / "layers-c.json"
rng = np.random.default_rng(23)
L = keras.layers


def array(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "data": [float(f"{v:.8g}") for v in a.astype("float32").ravel().tolist()]}


def floats(*shape):
    return rng.normal(size=shape).astype("float32")


def word(name, **args):
    return {"word": name, "args": args}


LAYERS = []


def case(name, args, layer, x, *, mask=None, training=False):
    layer.build(x.shape) if not layer.built else None
    for v in layer.trainable_variables:
        v.assign(0.5 * floats(*v.shape))
    kwargs = {} if mask is None else {"mask": jnp.asarray(mask)}
    if "training" in inspect.signature(layer.call).parameters:
        kwargs["training"] = training
    ntv = [v.value for v in layer.non_trainable_variables]

    def run(tv, v):
        return layer.stateless_call(tv, ntv, v, **kwargs)[0]

    tv = [v.value for v in layer.trainable_variables]
    y = run(tv, jnp.asarray(x))
    c = (jnp.arange(y.size, dtype="float32").reshape(y.shape) % 7 + 1) / 8
    by_weights, by_input = jax.grad(lambda w, v: jnp.sum(run(w, v) * c), (0, 1))(tv, jnp.asarray(x))
    names = [v.name for v in layer.trainable_variables]
    golden = {"word": name, "args": args, "x": array(x), "weights": {n: array(v) for n, v in zip(names, tv)}, "y": array(y),
              "gradient": array(by_input), "weightGradients": {n: array(g) for n, g in zip(names, by_weights)}}
    if mask is not None:
        golden["mask"] = array(mask)
    LAYERS.append(golden)


STEPS = floats(3, 5, 4)
# Padded behind, padded before with a hole, all masked.
MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [0, 0, 0, 0, 0]], bool)
RELU = word("relu", negative_slope=0.0, max_value=None, threshold=0.0)
HARD = word("hard_sigmoid")
for name, make in (("lstm", L.LSTM), ("gru", L.GRU), ("simple_rnn", L.SimpleRNN)):
    for same in ({}, {"return_sequences": True}, {"go_backwards": True}, {"go_backwards": True, "return_sequences": True}, {"use_bias": False}):
        case(name, {"units": 3, **same}, make(3, **same), STEPS)
        case(name, {"units": 3, **same}, make(3, **same), STEPS, mask=MASK)
    case(name, {"units": 2, "activation": RELU}, make(2, activation="relu"), STEPS)
    case(name, {"units": 2}, make(2), floats(2, 1, 3))
for name, make in (("lstm", L.LSTM), ("gru", L.GRU)):
    case(name, {"units": 2, "recurrent_activation": HARD}, make(2, recurrent_activation="hard_sigmoid"), STEPS)
for same in ({"reset_after": False}, {"reset_after": False, "use_bias": False, "return_sequences": True}):
    case("gru", {"units": 3, **same}, L.GRU(3, **same), STEPS)
    case("gru", {"units": 3, **same}, L.GRU(3, **same), STEPS, mask=MASK)

# What a new layer's bias starts from.
STARTS = []
for unit_forget_bias in (True, False):
    layer = L.LSTM(3, unit_forget_bias=unit_forget_bias, bias_initializer=keras.initializers.Constant(0.25))
    layer.build((None, 5, 4))
    STARTS.append({"unit_forget_bias": unit_forget_bias, "bias": array(layer.cell.bias)})

# In training, with the masks that Keras drew: the masks are handed to the test, which puts them in the place of the draws.
DROPOUTS = []
for name, make in (("lstm", L.LSTM), ("gru", L.GRU), ("simple_rnn", L.SimpleRNN)):
    for rates in ({"dropout": 0.4}, {"recurrent_dropout": 0.4}, {"dropout": 0.25, "recurrent_dropout": 0.5}):
        for extra in ({}, {"reset_after": False}) if name == "gru" else ({},):
            layer = make(3, seed=5, **rates, **extra)
            layer.build(STEPS.shape)
            for v in layer.trainable_variables:
                v.assign(0.5 * floats(*v.shape))
            drawn = {"input": [], "state": []}
            cell = layer.cell
            reset = layer._maybe_reset_dropout_masks

            def keep(c, drawn=drawn, reset=reset):
                for key, masks in (("input", c._dropout_mask), ("state", c._recurrent_dropout_mask)):
                    if masks is not None:
                        drawn[key] = [array(m) for m in (masks if isinstance(masks, list) else [masks])]
                reset(c)

            layer._maybe_reset_dropout_masks = keep
            y = layer(jnp.asarray(STEPS), training=True)
            DROPOUTS.append({"word": name, "args": {"units": 3, **rates, **extra}, "x": array(STEPS), "y": array(y), "drawn": drawn,
                             "weights": {v.name: array(v.numpy()) for v in layer.trainable_variables}})
            assert sum(map(len, drawn.values())) > 0

FILE.write_text(json.dumps({"layers": LAYERS, "starts": STARTS, "dropouts": DROPOUTS}, separators=(",", ":")) + "\n")
print("wrote", FILE, len(LAYERS), len(DROPOUTS))
