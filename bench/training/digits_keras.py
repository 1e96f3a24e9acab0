"""The program that one writes with Keras for digits.regnet: from the CSV file to a stored model. python digits_keras.py <csv> <out.keras> <setting>"""
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402

L, R = keras.layers, keras.regularizers
table = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype="float32")
np.random.default_rng(1).shuffle(table)
x, y = table[:, :-1], table[:, -1].astype("int32")
cut = len(x) - round(len(x) * 0.2)
low, high = x[:cut].min(0), x[:cut].max(0)
x = (x - low) / np.where(high > low, high - low, 1)
both = R.L1L2(1e-5, 1e-4)
model = keras.Sequential([
    keras.Input((64,)),
    L.Dense(256, "relu", kernel_regularizer=R.L2(1e-4)),
    L.Dropout(0.3),
    L.Dense(128, "relu", kernel_regularizer=both, bias_regularizer=R.L2(1e-4)),
    L.Dropout(0.2),
    L.Dense(10, "softmax"),
])
# An epoch in one execution, as in keras_fit.py; 45 batches of 32 make one.
settings = {"default": {}, "steps": {"steps_per_execution": 45, "jit_compile": False}, "compiled": {"steps_per_execution": 45, "jit_compile": True}}[sys.argv[3]]
model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"], **settings)
model.fit(x[:cut], y[:cut], batch_size=32, epochs=30, validation_data=(x[cut:], y[cut:]), verbose=0)
model.save(sys.argv[2])
