"""A contender: the same model in Keras, trained by fit. python keras_fit.py <workload> <default|graph|steps|compiled>

The back end is KERAS_BACKEND's. default: Keras's own settings. graph: without XLA. steps: without XLA, an epoch in one execution.
compiled: XLA, an epoch in one execution.
"""
import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402
import numpy as np  # noqa: E402

L, R = keras.layers, keras.regularizers
name, setting = sys.argv[1:3]
with open(os.path.join(os.path.dirname(__file__), "workloads.json")) as f:
    workload = next(w for w in json.load(f) if w["name"] == name)
rows, batch, classes, shape = (workload[k] for k in ("rows", "batch", "classes", "input"))


def last():
    return L.Dense(classes, activation="softmax")


def sequential(*layers):
    return keras.Sequential([keras.Input(shape, dtype="int32" if "words" in workload else "float32"), *layers, last()])


def resnet20():
    def conv(x, filters, strides=1, kernel=3):
        regularizer = R.L2(1e-4)
        return L.Conv2D(filters, kernel, strides, "same", kernel_initializer="he_normal", kernel_regularizer=regularizer)(x)

    inputs = keras.Input(shape)
    x = L.ReLU()(L.BatchNormalization()(conv(inputs, 16)))
    for filters in (16, 32, 64):
        for i in range(3):
            strides = 2 if filters > 16 and i == 0 else 1
            y = L.ReLU()(L.BatchNormalization()(conv(x, filters, strides)))
            y = L.BatchNormalization()(conv(y, filters))
            x = L.ReLU()(L.Add()([y, conv(x, filters, 2, 1) if strides == 2 else x]))
    return keras.Model(inputs, last()(L.GlobalAveragePooling2D()(x)))


models = {
    "small-mlp": lambda: sequential(L.Dense(128, "relu", kernel_regularizer=R.L2(0.01)), L.Dropout(0.5)),
    "mlp-512": lambda: sequential(L.Dense(512, "relu")),
    "mlp-2048": lambda: sequential(L.Dense(2048, "relu")),
    "cnn": lambda: sequential(
        L.Conv2D(32, 3, activation="relu", kernel_regularizer=R.L2(1e-4)), L.MaxPooling2D(2), L.Conv2D(64, 3, activation="relu"),
        L.MaxPooling2D(2), L.Flatten(), L.Dropout(0.5),
    ),
    "lstm": lambda: sequential(L.LSTM(64)),
    "embedding": lambda: sequential(L.Embedding(workload["words"], 32), L.GlobalAveragePooling1D(), L.Dense(32, "relu"), L.Dropout(0.5)),
    "wide-l1": lambda: sequential(L.Dense(64, "relu", kernel_regularizer=R.L1(1e-5))),
    "resnet20": resnet20,
}

random = np.random.default_rng(1)
if "words" in workload:
    x = random.integers(0, workload["words"], (rows, *shape), dtype="int32")
else:
    x = random.random((rows, *shape), dtype="float32")
    x *= 2
    x -= 1
    if "density" in workload:
        for row in x:  # row by row: a mask of the whole would count as memory of the training
            row *= random.random(row.shape, dtype="float32") < workload["density"]
y = np.eye(classes, dtype="float32")[random.integers(0, classes, rows)]
settings = {
    "default": {},
    "graph": {"jit_compile": False},
    "steps": {"jit_compile": False, "steps_per_execution": rows // batch},
    "compiled": {"jit_compile": True, "steps_per_execution": rows // batch},
}
model = models[name]()
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="categorical_crossentropy", **settings[setting])


def say(message):
    print(json.dumps(message), flush=True)


say({"ready": True})
for line in sys.stdin:
    start = time.perf_counter()
    model.fit(x, y, batch_size=batch, epochs=int(line), verbose=0)
    say({"ms": (time.perf_counter() - start) * 1000})
say({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
