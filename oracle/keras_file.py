"""Writes test/fixtures/keras/*.keras and what their models predict. Run: KERAS_BACKEND=jax python oracle/keras_file.py"""
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
import numpy as np

out = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "keras"
out.mkdir(parents=True, exist_ok=True)
keras.utils.set_random_seed(3)
layers = keras.layers
dense = keras.Sequential([
    keras.Input((4,)), layers.Dense(6, activation="relu", name="first"), layers.BatchNormalization(), layers.Dropout(0.2),
    layers.Dense(3, activation="softmax", name="last"),
])
dense.get_layer("batch_normalization").set_weights([np.linspace(0.5, 1.5, 6), np.linspace(-1, 1, 6), np.linspace(0, 1, 6), np.linspace(1, 2, 6)])
x = np.linspace(-2, 2, 20).reshape(5, 4).astype("float32")
dense.save(out / "dense.keras")
(out / "dense.json").write_text(json.dumps({"x": x.tolist(), "y": np.asarray(dense.predict(x, verbose=0), dtype="float64").round(7).tolist()}))


def perturbed(model, seed):
    """Every weight at a value of its own, moving variances above 0."""
    draw = np.random.default_rng(seed)
    for v in model.variables:
        if v.dtype == "float32":
            v.assign(draw.uniform(0.2, 1.2, v.shape) if "variance" in v.path else draw.normal(scale=0.6, size=v.shape))
    return model


def nested(names):
    """A Sequential used twice and a Functional that uses it again, inside a Functional; `names` names layers as the spec does, or not."""
    n = (lambda own, _: own) if names else (lambda _, other: other)
    encoder = keras.Sequential([keras.Input((4,)), layers.Dense(4, "tanh", name=n("dense", "e1")), layers.BatchNormalization(name=n("batch_normalization", "e2"))],
                               name=n("encoder", "inner_1"))
    x = keras.Input((4,))
    inner = layers.Dense(4, "relu", name=n("dense", "w1"))(encoder(x))
    wide = keras.Model(x, layers.Add()([layers.Dense(4, name=n("dense_1", "w2"))(inner), x]), name=n("wide", "inner_2"))
    norm = keras.Sequential([keras.Input((4,)), layers.LayerNormalization(name="only")], name=n("norm", "inner_3"))
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    far = wide(encoder(left))
    both = layers.Concatenate()([norm(far), encoder(right)])
    return perturbed(keras.Model([left, right], layers.Dense(2, "softmax", name=n("dense", "head"))(both)), 5)


z = np.linspace(1, -1, 20).reshape(5, 4).astype("float32") ** 2
for name, named in (("nested", True), ("nested-other-names", False)):
    model = nested(named)
    model.save(out / f"{name}.keras")
    model.save_weights(out / f"{name}.weights.h5")
    y = np.asarray(model.predict([x, z], verbose=0), dtype="float64").round(7).tolist()
    (out / f"{name}.json").write_text(json.dumps({"left": x.tolist(), "right": z.tolist(), "y": y}))
