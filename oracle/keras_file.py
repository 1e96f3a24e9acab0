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
