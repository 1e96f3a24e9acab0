"""Goldens of the recurrent layers, the image transforms, resizing, normalization and einsum_dense, with real Keras on JAX.

    KERAS_BACKEND=jax python oracle/recurrence_and_images.py      # writes test/goldens/catalog/recurrence-and-images.json

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

FILE = Path(__file__).resolve().parent.parent / "test" / "goldens" / "catalog" / "recurrence-and-images.json"
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
    for v in layer.non_trainable_variables:
        if v.name.startswith("moving"):
            v.assign(np.abs(floats(*v.shape)) + 0.5)
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
    golden = {"word": name, "args": args, "x": array(x), "training": training,
              "weights": {v.name: array(v.numpy()) for v in layer.weights if "seed" not in v.path}, "y": array(y),
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

FILM = floats(2, 3, 4, 5, 2)
for args in ({"padding": "same", "return_sequences": True}, {}, {"go_backwards": True, "use_bias": False}, {"strides": [2, 2], "padding": "same"},
             {"dilation_rate": [2, 2], "recurrent_activation": HARD}):
    given = {"filters": 2, "kernel_size": [2, 2] if "dilation_rate" in args else [3, 3], **args}
    case("conv_lstm2d", given, L.ConvLSTM2D(**{k: "hard_sigmoid" if v is HARD else v for k, v in given.items()}), FILM)

IMAGES = floats(2, 5, 6, 3)
for args in ({"height": 7, "width": 9}, {"height": 3, "width": 4}, {"height": 3, "width": 4, "antialias": True}, {"height": 5, "width": 11},
             {"height": 8, "width": 4, "interpolation": "nearest"}, {"height": 3, "width": 7, "interpolation": "nearest"},
             {"height": 7, "width": 4, "interpolation": "bicubic"}, {"height": 2, "width": 9, "interpolation": "lanczos3", "antialias": True},
             {"height": 4, "width": 8, "interpolation": "lanczos5"}, {"height": 4, "width": 4, "crop_to_aspect_ratio": True},
             {"height": 3, "width": 8, "crop_to_aspect_ratio": True}, {"height": 9, "width": 4, "pad_to_aspect_ratio": True, "fill_value": 0.5},
             {"height": 2, "width": 9, "pad_to_aspect_ratio": True}, {"height": 6, "width": 6, "pad_to_aspect_ratio": True}):
    case("resizing", args, L.Resizing(**args), IMAGES)
for args, x in (({"mean": 0.5, "variance": 4.0}, IMAGES), ({"mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.25, 0.0]}, IMAGES),
                ({"mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.25, 2.0], "invert": True}, IMAGES),
                ({"axis": [1, 3], "mean": [1.0, 2.0, 3.0], "variance": [1.0, 2.0, 3.0]}, IMAGES), ({"axis": [], "mean": 2.0, "variance": 3.0}, IMAGES),
                ({"axis": 1, "mean": [0.5, 1.0, 2.0, 3.0, 4.0], "variance": [1.0, 2.0, 3.0, 4.0, 5.0]}, IMAGES)):
    case("normalization", args, L.Normalization(**{**args, "axis": tuple(args["axis"]) if isinstance(args.get("axis"), list) else args.get("axis", -1)}), x)
# Batch normalization of five axes, as it follows a conv_lstm2d.
for training in (False, True):
    layer = L.BatchNormalization()
    layer.build(FILM.shape)
    case("batch_normalization", {}, layer, FILM, training=training)

# Images moved by what Keras draws: u, in [0, 1), is where between the lower and the upper bound the draw lies, by its name.
TRANSFORMS = []


def draws(layer, images, kind):
    t = layer.get_random_transformation(jnp.asarray(images), training=True)
    part = lambda v, low, high: (np.asarray(v, "float64").ravel() - low) / (high - low)  # noqa: E731
    if kind == "random_rotation":
        drawn = {"": part(t["angle"], layer.factor[0] * 360, layer.factor[1] * 360)}
    elif kind == "random_zoom":
        drawn = {"height": part(t["height_zoom"], 1 + layer.height_lower, 1 + layer.height_upper)}
        if layer.width_factor is not None:
            drawn["width"] = part(t["width_zoom"], 1 + layer.width_lower, 1 + layer.width_upper)
    else:
        moved = np.asarray(t["translations"])
        drawn = {"height": part(moved[:, 1] / images.shape[1], layer.height_lower, layer.height_upper),
                 "width": part(moved[:, 0] / images.shape[2], layer.width_lower, layer.width_upper)}
    return t, {name: [float(f"{v:.9g}") for v in np.clip(values, 0, 1)] for name, values in drawn.items()}


MOVED = floats(3, 5, 7, 2)
for mode in ("reflect", "wrap", "constant", "nearest"):
    for interpolation in ("bilinear", "nearest"):
        how = {"fill_mode": mode, "interpolation": interpolation, "fill_value": 0.75}
        for kind, make, factors in (("random_rotation", L.RandomRotation, {"factor": 0.4}), ("random_zoom", L.RandomZoom, {"height_factor": [0.3, 1.0]}),
                                    ("random_zoom", L.RandomZoom, {"height_factor": 0.5, "width_factor": [-0.6, 0.9]}),
                                    ("random_translation", L.RandomTranslation, {"height_factor": [-0.2, 0.9], "width_factor": 1.0})):
            layer = make(**factors, **how, seed=3)
            transformation, drawn = draws(layer, MOVED, kind)
            y = layer.transform_images(jnp.asarray(MOVED), transformation, training=True)
            TRANSFORMS.append({"word": kind, "args": {**factors, **how}, "x": array(MOVED), "y": array(y), "drawn": drawn})

# What a new layer's bias starts from.
STARTS = []
for unit_forget_bias in (True, False):
    layer = L.LSTM(3, unit_forget_bias=unit_forget_bias, bias_initializer=keras.initializers.Constant(0.25))
    layer.build((None, 5, 4))
    STARTS.append({"unit_forget_bias": unit_forget_bias, "bias": array(layer.cell.bias)})

# In training, with the masks that Keras drew: the masks are handed to the test, which puts them in the place of the draws.
DROPOUTS = []
for name, make, x in (("lstm", L.LSTM, STEPS), ("gru", L.GRU, STEPS), ("simple_rnn", L.SimpleRNN, STEPS), ("conv_lstm2d", L.ConvLSTM2D, FILM)):
    for rates in ({"dropout": 0.4}, {"recurrent_dropout": 0.4}, {"dropout": 0.25, "recurrent_dropout": 0.5}):
        for extra in ({"units": 3}, {"units": 3, "reset_after": False}) if name == "gru" else ({"filters": 2, "kernel_size": [2, 3]} if x is FILM else {"units": 3},):
            layer = make(seed=5, **rates, **extra)
            layer.build(x.shape)
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
            y = layer(jnp.asarray(x), training=True)
            DROPOUTS.append({"word": name, "args": {**rates, **extra}, "x": array(x), "y": array(y), "drawn": drawn,
                             "weights": {v.name: array(v.numpy()) for v in layer.trainable_variables}})
            assert sum(map(len, drawn.values())) > 0

FILE.write_text(json.dumps({"layers": LAYERS, "starts": STARTS, "dropouts": DROPOUTS, "transforms": TRANSFORMS}, separators=(",", ":")) + "\n")
print("wrote", FILE, len(LAYERS), len(DROPOUTS), len(TRANSFORMS))
