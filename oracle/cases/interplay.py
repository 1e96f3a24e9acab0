"""Things that meet: penalties, sharing, freezing, constraints, weights of rows and classes, several outputs, epochs without validation."""
import keras
import numpy as np
from golden import case, classes, features, numbers, onehot
from keras import callbacks as cb, constraints as con, layers as l, optimizers as o, regularizers as reg

X, Y = features(12, 5), numbers(12)
V = (features(8, 5, seed=5), numbers(8, seed=6))


def spec(layers, optimizer="sgd(0.05)", loss="mse", more="", epochs=2, shape="5"):
    lines = "\n  ".join(layers.split("; "))
    return f"""
model m {{
  input [{shape}]
  {lines}
}}
train {{
  optimizer: {optimizer}
  loss: {loss}
  {more}
  epochs: {epochs}
  batch_size: 5
  shuffle: false
}}
"""


# Activity penalties in places other than a dense layer; the last batch is short.
ACTIVITY = {
    "conv2d": ("4, 4, 2", "conv2d 3 2 relu activity_regularizer=l1(0.05); flatten; dense 1",
               lambda: [l.Conv2D(3, 2, activation="relu", activity_regularizer=reg.L1(0.05)), l.Flatten(), l.Dense(1)]),
    "frozen": ("5", "dense 4 tanh { activity_regularizer: l2(0.1), regularizer: l2(0.5), trainable: false }; dense 3 activity_regularizer=l1(0.02); dense 1",
               lambda: [l.Dense(4, "tanh", activity_regularizer=reg.L2(0.1), kernel_regularizer=reg.L2(0.5), trainable=False),
                        l.Dense(3, activity_regularizer=reg.L1(0.02)), l.Dense(1)]),
    "output": ("5", "dense 4 tanh; dense 1 activity_regularizer=l1_l2(0.1, 0.2)",
               lambda: [l.Dense(4, "tanh"), l.Dense(1, activity_regularizer=reg.L1L2(0.1, 0.2))]),
}
for key, (shape, text, make) in ACTIVITY.items():
    size = tuple(map(int, shape.split(", ")))

    @case(f"activity_{key}", spec(text, more="metrics: [mse]", shape=shape), x=features(12, *size), y=Y, validation=(features(8, *size, seed=5), V[1]))
    def _(size=size, make=make):
        return keras.Sequential([keras.Input(size), *make()]), dict(optimizer=o.SGD(0.05), loss="mse", metrics=["mse"]), dict(batch_size=5)


@case("activity_embedding", spec("embedding 9 3 { regularizer: l2(0.05), embeddings_constraint: unit_norm(axis=1) }; activity_regularization l2=0.05; flatten; dense 1", shape="6"),
      x=classes(72, 9, 3).reshape(12, 6), y=Y)
def _():
    net = keras.Sequential([keras.Input((6,), dtype="int32"), l.Embedding(9, 3, embeddings_regularizer=reg.L2(0.05), embeddings_constraint=con.UnitNorm(axis=1)),
                            l.ActivityRegularization(l2=0.05), l.Flatten(), l.Dense(1)])
    return net, dict(optimizer=o.SGD(0.05), loss="mse"), dict(batch_size=5)


@case("shared_model", """
model encoder {
  dense 4 tanh { regularizer: l2(0.05), activity_regularizer: l1(0.02), kernel_constraint: max_norm(0.7) }
  batch_normalization momentum=0.5 { gamma_regularizer: l1(0.1) }
  dense 3
}
model m {
  input [5] as left
  input [5] as right
  encoder from left as a
  encoder from right as b
  subtract from a, b
  dense 1
}
train m { optimizer: sgd(0.05), loss: mse, metrics: mse, epochs: 2, batch_size: 5, shuffle: false }
""", x={"left": X, "right": features(12, 5, seed=9)}, y=Y, validation=({"left": V[0], "right": features(8, 5, seed=10)}, V[1]),
      made_with="tensorflow", differs={"jax": (0.2, "JAX counts the activity penalty of a shared layer's last use only")},
      note="weights' penalties count once, activities' at each use, and moving statistics move at each use")
def _():
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    encoder = keras.Sequential([
        keras.Input((5,)),
        l.Dense(4, "tanh", kernel_regularizer=reg.L2(0.05), activity_regularizer=reg.L1(0.02), kernel_constraint=con.MaxNorm(0.7), name="dense"),
        l.BatchNormalization(momentum=0.5, gamma_regularizer=reg.L1(0.1), name="batch_normalization"),
        l.Dense(3, name="dense_1"),
    ], name="encoder")
    return (keras.Model([left, right], l.Dense(1, name="dense")(l.Subtract()([encoder(left), encoder(right)]))),
            dict(optimizer=o.SGD(0.05), loss="mse", metrics=["mse"]), dict(batch_size=5))


CONSTRAINED = {
    "normalizations": ("dense 4; batch_normalization { gamma_constraint: max_norm(0.9), beta_constraint: non_neg }; layer_normalization { gamma_regularizer: l2(0.1) }; dense 1",
                       lambda: [l.Dense(4), l.BatchNormalization(gamma_constraint=con.MaxNorm(0.9), beta_constraint=con.NonNeg()),
                                l.LayerNormalization(gamma_regularizer=reg.L2(0.1)), l.Dense(1)], "sgd(0.02)", lambda: o.SGD(0.02)),
    "frozen": ("dense 4 tanh { kernel_constraint: unit_norm, trainable: false }; dense 1 kernel_constraint=non_neg",
               lambda: [l.Dense(4, "tanh", kernel_constraint=con.UnitNorm(), trainable=False), l.Dense(1, kernel_constraint=con.NonNeg())], "sgd(0.1)", lambda: o.SGD(0.1)),
    "ema": ("dense 4 tanh kernel_constraint=max_norm(0.5); dense 1", lambda: [l.Dense(4, "tanh", kernel_constraint=con.MaxNorm(0.5)), l.Dense(1)],
            "sgd(0.2, use_ema=true, ema_momentum=0.8)", lambda: o.SGD(0.2, use_ema=True, ema_momentum=0.8)),
    "rmsprop": ("dense 4 tanh { kernel_constraint: non_neg, bias_constraint: max_norm(0.1) }; dense 3 { kernel_constraint: min_max_norm(0.4, 0.7, axis=1), regularizer: l2(0.01) }; dense 1 kernel_constraint=unit_norm",
                lambda: [l.Dense(4, "tanh", kernel_constraint=con.NonNeg(), bias_constraint=con.MaxNorm(0.1)),
                         l.Dense(3, kernel_constraint=con.MinMaxNorm(0.4, 0.7, axis=1), kernel_regularizer=reg.L2(0.01)), l.Dense(1, kernel_constraint=con.UnitNorm())],
                "rmsprop(0.02, momentum=0.5, global_clipnorm=0.5, weight_decay=0.1, use_ema=true, ema_momentum=0.8)",
                lambda: o.RMSprop(0.02, momentum=0.5, global_clipnorm=0.5, weight_decay=0.1, use_ema=True, ema_momentum=0.8)),
    "clip_decay": ("dense 4 tanh { kernel_constraint: min_max_norm(0.4, 0.7), regularizer: l1(0.01) }; dense 1",
                   lambda: [l.Dense(4, "tanh", kernel_constraint=con.MinMaxNorm(0.4, 0.7), kernel_regularizer=reg.L1(0.01)), l.Dense(1)],
                   "adam(0.05, clipnorm=0.2, weight_decay=0.1)", lambda: o.Adam(0.05, clipnorm=0.2, weight_decay=0.1)),
}
for key, (text, make, otext, omake) in CONSTRAINED.items():
    @case(f"constraint_{key}", spec(text, otext), x=X, y=Y, validation=V)
    def _(make=make, omake=omake):
        return keras.Sequential([keras.Input((5,)), *make()]), dict(optimizer=omake(), loss="mse"), dict(batch_size=5)


NET = "dense 6 tanh regularizer=l2(0.01); dense {}"


def net(units=1, activation=None):
    return keras.Sequential([keras.Input((5,)), l.Dense(6, "tanh", kernel_regularizer=reg.L2(0.01)), l.Dense(units, activation)])


BINARY, BINARY_V = classes(12, 2, 3).reshape(-1, 1).astype("float32"), classes(8, 2, 4).reshape(-1, 1).astype("float32")
MONITORED = {
    "auc": ("auc", "early_stop monitor=val_auc patience=3 restore_best_weights", lambda: ["auc"],
            lambda: cb.EarlyStopping("val_auc", patience=3, restore_best_weights=True)),
    "recall": ("recall", "early_stop monitor=recall patience=2", lambda: ["recall"], lambda: cb.EarlyStopping("recall", patience=2)),
    "false_positives": ("false_positives", "reduce_lr_on_plateau monitor=val_false_positives mode=min patience=1 factor=0.5", lambda: [keras.metrics.FalsePositives()],
                        lambda: cb.ReduceLROnPlateau("val_false_positives", mode="min", patience=1, factor=0.5)),
}
for key, (metric, text, metrics, make) in MONITORED.items():
    @case(f"callback_monitor_{key}", spec(NET.format("1 sigmoid"), "sgd(0.3)", "binary_crossentropy", f"metrics: [{metric}]\n  {text}", 10), x=X, y=BINARY, validation=(V[0], BINARY_V),
          note="the direction of a metric is its own")
    def _(metrics=metrics, make=make):
        return net(1, "sigmoid"), dict(optimizer=o.SGD(0.3), loss="binary_crossentropy", metrics=metrics()), dict(batch_size=5, epochs=10, callbacks=[make()])


@case("callback_validation_freq", spec(NET.format(1), "sgd(0.2)", more="validation_freq: 2\n  early_stop patience=2 restore_best_weights", epochs=9), x=X, y=Y, validation=V)
def _():
    return (net(), dict(optimizer=o.SGD(0.2), loss="mse"),
            dict(batch_size=5, epochs=9, validation_freq=2, callbacks=[cb.EarlyStopping(patience=2, restore_best_weights=True)]))


@case("callback_restore_ema", spec(NET.format(1), "sgd(0.3, use_ema=true, ema_momentum=0.7)", more="early_stop patience=2 restore_best_weights", epochs=8), x=X, y=Y, validation=V)
def _():
    return (net(), dict(optimizer=o.SGD(0.3, use_ema=True, ema_momentum=0.7), loss="mse"),
            dict(batch_size=5, epochs=8, callbacks=[cb.EarlyStopping(patience=2, restore_best_weights=True)]))


for key, (text, make) in {"momentum": ("sgd(0.05, momentum=0.9, nesterov=true)", lambda: o.SGD(0.05, momentum=0.9, nesterov=True)), "adam": ("adam(0.1)", lambda: o.Adam(0.1))}.items():
    @case(f"callback_plateau_{key}", spec(NET.format(1), text, more="reduce_lr_on_plateau factor=0.3 patience=1", epochs=8), x=X, y=Y, validation=V, note="the rate changes while momenta last")
    def _(make=make):
        return net(), dict(optimizer=make(), loss="mse"), dict(batch_size=5, epochs=8, callbacks=[cb.ReduceLROnPlateau(factor=0.3, patience=1)])


WEIGHTS = np.linspace(0.2, 2, 12).astype("float32")
CLASSES = {
    "onehot": ("3 softmax", (3, "softmax"), "categorical_crossentropy", onehot(12, 3, 3), onehot(8, 3, 4), {0: 1.0, 1: 0.5, 2: 5.0}, None),
    "binary": ("1 sigmoid", (1, "sigmoid"), "binary_crossentropy", BINARY, BINARY_V, {0: 0.5, 1: 3.0}, None),
}
for key, (head, khead, loss, y, yv, weight, rows) in CLASSES.items():
    text = ", ".join(f"{k}: {v}" for k, v in weight.items())

    @case(f"class_weight_{key}", spec(NET.format(head), loss=loss, more=f"metrics: [accuracy]\n  class_weight: {{ {text} }}"), x=X, y=y, validation=(V[0], yv), class_weight=weight,
          sample_weight=rows)
    def _(khead=khead, loss=loss):
        return net(*khead), dict(optimizer=o.SGD(0.05), loss=loss, metrics=["accuracy"]), dict(batch_size=5)


@case("weighted_rows_penalty", spec("dense 4 tanh { regularizer: l2(0.1), activity_regularizer: l1(0.1) }; dense 2", more="metrics: [mae]"), x=X, y=numbers(12, 2),
      sample_weight=np.where(np.arange(12) < 5, 0, WEIGHTS).astype("float32"), validation=(V[0], numbers(8, 2, 6), np.linspace(1, 3, 8).astype("float32")),
      note="weights of rows do not touch penalties, not even where a whole batch weighs nothing")
def _():
    model = keras.Sequential([keras.Input((5,)), l.Dense(4, "tanh", kernel_regularizer=reg.L2(0.1), activity_regularizer=reg.L1(0.1)), l.Dense(2)])
    return model, dict(optimizer=o.SGD(0.05), loss="mse", metrics=["mae"]), dict(batch_size=5)


@case("three_outputs", """
model m {
  input [5] as x
  dense 4 tanh { regularizer: l2(0.05), activity_regularizer: l2(0.01) } from x as h
  dense 1 sigmoid from h as yes
  dense 3 softmax from h as kind
  dense 2 from h as size
  output yes, kind, size
}
train {
  optimizer: sgd(0.2)
  loss: { yes: binary_crossentropy, kind: sparse_categorical_crossentropy, size: mae }
  loss_weights: { yes: 2, kind: 0.3 }
  metrics: { yes: [accuracy, auc], kind: [accuracy], size: [mse] }
  epochs: 8
  batch_size: 4
  shuffle: false
  early_stop monitor=val_kind_accuracy mode=max patience=3 restore_best_weights
}
""", x=X, y={"yes": BINARY, "kind": classes(12, 3, 3).reshape(-1, 1), "size": numbers(12, 2)},
      validation=(V[0], {"yes": BINARY_V, "kind": classes(8, 3, 4).reshape(-1, 1), "size": numbers(8, 2, 6)}), note="in Keras, auto does not know the direction of an output's metric")
def _():
    x = keras.Input((5,), name="x")
    h = l.Dense(4, "tanh", kernel_regularizer=reg.L2(0.05), activity_regularizer=reg.L2(0.01), name="h")(x)
    outputs = {"yes": l.Dense(1, "sigmoid", name="yes")(h), "kind": l.Dense(3, "softmax", name="kind")(h), "size": l.Dense(2, name="size")(h)}
    return (keras.Model(x, outputs),
            dict(optimizer=o.SGD(0.2), loss={"yes": "binary_crossentropy", "kind": "sparse_categorical_crossentropy", "size": "mae"},
                 loss_weights={"yes": 2, "kind": 0.3, "size": 1}, metrics={"yes": ["accuracy", "auc"], "kind": ["accuracy"], "size": ["mse"]}),
            dict(epochs=8, callbacks=[cb.EarlyStopping("val_kind_accuracy", mode="max", patience=3, restore_best_weights=True)]))
