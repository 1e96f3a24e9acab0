"""Settings of a training: steps of an epoch, epochs without validation, weights of rows, of classes and of outputs."""
import keras
import numpy as np
from golden import TF_MEAN_OF_BATCHES, case, classes, features, numbers, onehot
from keras import callbacks as cb, layers as l, losses as ls, optimizers as o, regularizers as reg

X, Y = features(11, 5), numbers(11)
V = (features(7, 5, seed=5), numbers(7, seed=6))
WEIGHTS, WEIGHTS_V = np.linspace(0.2, 2, 11).astype("float32"), np.linspace(1, 3, 7).astype("float32")


def spec(head="dense 1", optimizer="sgd(0.1)", loss="mse", more="", epochs=2):
    return f"""
model m {{
  input [5]
  dense 4 tanh regularizer=l2(0.02)
  {head}
}}
train {{
  optimizer: {optimizer}
  loss: {loss}
  {more}
  epochs: {epochs}
  batch_size: 4
  shuffle: false
}}
"""


def net(units=1, activation=None):
    return keras.Sequential([keras.Input((5,)), l.Dense(4, "tanh", kernel_regularizer=reg.L2(0.02)), l.Dense(units, activation)])


# Eleven rows are three batches of 4, 4 and 3.
STEPS = {
    "one": (1, 5, "an epoch goes on where the one before ended, and the fourth begins anew"),
    "two": (2, 5, "every second epoch has only the one step that is left of the rows"),
    "beyond": (5, 3, "an epoch ends where the rows end"),
}
for key, (steps, epochs, note) in STEPS.items():
    @case(f"steps_per_epoch_{key}", spec(optimizer="adam(0.05)", more=f"metrics: [mae]\n  steps_per_epoch: {steps}", epochs=epochs), x=X, y=Y, validation=V, note=note)
    def _(steps=steps, epochs=epochs):
        return net(), dict(optimizer=o.Adam(0.05), loss="mse", metrics=["mae"]), dict(epochs=epochs, steps_per_epoch=steps)


@case("steps_per_epoch_schedule", spec(optimizer="sgd(exponential_decay(0.1, decay_steps=2, decay_rate=0.5))", more="""metrics: [accuracy]
  class_weight: { 0: 1, 1: 3 }
  steps_per_epoch: 2
  validation_freq: 2
  early_stop monitor=val_loss patience=1 restore_best_weights""", head="dense 1 sigmoid", loss="binary_crossentropy", epochs=6),
      x=X, y=classes(11, 2, 3).reshape(-1, 1).astype("float32"), validation=(V[0], classes(7, 2, 4).reshape(-1, 1).astype("float32")), class_weight={0: 1.0, 1: 3.0},
      note="schedules count steps taken")
def _():
    schedule = o.schedules.ExponentialDecay(0.1, 2, 0.5)
    return (net(1, "sigmoid"), dict(optimizer=o.SGD(schedule), loss="binary_crossentropy", metrics=["accuracy"]),
            dict(epochs=6, steps_per_epoch=2, validation_freq=2, callbacks=[cb.EarlyStopping("val_loss", patience=1, restore_best_weights=True)]))


FREQUENCIES = {
    "three": (3, 7, "", lambda: []),
    "plateau": (2, 8, "reduce_lr_on_plateau patience=0 factor=0.5 min_delta=0.5", lambda: [cb.ReduceLROnPlateau(patience=0, factor=0.5, min_delta=0.5)]),
}
for key, (frequency, epochs, text, make) in FREQUENCIES.items():
    @case(f"validation_freq_{key}", spec(more=f"metrics: [mae]\n  validation_freq: {frequency}\n  {text}".rstrip(), epochs=epochs), x=X, y=Y, validation=V)
    def _(frequency=frequency, epochs=epochs, make=make):
        return net(), dict(optimizer=o.SGD(0.1), loss="mse", metrics=["mae"]), dict(epochs=epochs, validation_freq=frequency, callbacks=make())


BINARY, BINARY_V = classes(11, 2, 3).reshape(-1, 1).astype("float32"), classes(7, 2, 4).reshape(-1, 1).astype("float32")
SPARSE, SPARSE_V = classes(11, 3, 3).reshape(-1, 1), classes(7, 3, 4).reshape(-1, 1)
ONEHOT, ONEHOT_V = onehot(11, 3, 3), onehot(7, 3, 4)
# Weighted rows and a loss: (head in the spec, in Keras, loss in the spec, in Keras, targets, metrics in the spec, in Keras)
WEIGHTED = {
    "sparse": ("dense 3 softmax", (3, "softmax"), "sparse_categorical_crossentropy", lambda: "sparse_categorical_crossentropy", SPARSE, SPARSE_V, "accuracy", ["accuracy"]),
    "logits": ("dense 1", (1, None), "binary_crossentropy(from_logits=true)", lambda: ls.BinaryCrossentropy(from_logits=True), BINARY, BINARY_V, "auc(from_logits=true)", None),
    "dice": ("dense 3 softmax", (3, "softmax"), "dice(axis=-1)", lambda: ls.Dice(axis=-1), ONEHOT, ONEHOT_V, "accuracy", ["accuracy"]),
    "dice_of_batch": ("dense 3 softmax", (3, "softmax"), "dice", lambda: ls.Dice(), ONEHOT, ONEHOT_V, "accuracy", ["accuracy"]),
    "sum": ("dense 2", (2, None), "mse(reduction=sum)", lambda: ls.MeanSquaredError(reduction="sum"), numbers(11, 2), numbers(7, 2, 6), "mae", ["mae"]),
    "mean_by_weight": ("dense 2", (2, None), "mse(reduction=mean_with_sample_weight)", lambda: ls.MeanSquaredError(reduction="mean_with_sample_weight"),
                       numbers(11, 2), numbers(7, 2, 6), "mae", ["mae"]),
}
for key, (head, khead, loss, kloss, y, yv, metric, kmetric) in WEIGHTED.items():
    @case(f"weighted_rows_{key}", spec(head, loss=loss, more=f"metrics: [{metric}]"), x=X, y=y, sample_weight=WEIGHTS, validation=(V[0], yv, WEIGHTS_V))
    def _(khead=khead, kloss=kloss, kmetric=kmetric):
        return net(*khead), dict(optimizer=o.SGD(0.1), loss=kloss(), metrics=kmetric or [keras.metrics.AUC(from_logits=True)]), {}


@case("class_weight_focal", spec("dense 3 softmax", loss="categorical_focal_crossentropy", more="metrics: [accuracy]\n  class_weight: { 0: 0.5, 2: 4 }", optimizer="adam(0.05, clipnorm=0.5)"),
      x=X, y=ONEHOT, validation=(V[0], ONEHOT_V), class_weight={0: 0.5, 2: 4.0}, note="validation does not know the weights of classes")
def _():
    return net(3, "softmax"), dict(optimizer=o.Adam(0.05, clipnorm=0.5), loss=ls.CategoricalFocalCrossentropy(), metrics=["accuracy"]), {}


@case("class_weight_validation_weights", spec("dense 3 softmax", loss="sparse_categorical_crossentropy", more="metrics: [accuracy]\n  class_weight: { 0: 0.5, 2: 4 }"),
      x=X, y=SPARSE, validation=(V[0], SPARSE_V, WEIGHTS_V), class_weight={0: 0.5, 2: 4.0})
def _():
    return net(3, "softmax"), dict(optimizer=o.SGD(0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"]), {}


def outputs_spec(loss, more, optimizer="sgd(0.1)"):
    return f"""
model m {{
  input [5] as x
  dense 4 tanh regularizer=l2(0.02) from x as h
  dense 2 from h as size
  dense 2 tanh from h as place
  output size, place
}}
train {{
  optimizer: {optimizer}
  loss: {loss}
  {more}
  epochs: 3
  batch_size: 4
  shuffle: false
}}
"""


SIZES = {"size": numbers(11, 2), "place": numbers(11, 2, 7)}
SIZES_V = {"size": numbers(7, 2, 6), "place": numbers(7, 2, 8)}
OUTPUTS = {
    "one_loss": ("mse", "metrics: [mae]", lambda: dict(loss={"size": "mse", "place": "mse"}, metrics={"size": ["mae"], "place": ["mae"]}), False, "sgd(0.1)", lambda: o.SGD(0.1)),
    "weight_list": ("{ size: mse, place: huber(0.5) }", "loss_weights: [0.3, 2]",
                    lambda: dict(loss={"size": "mse", "place": ls.Huber(0.5)}, loss_weights={"size": 0.3, "place": 2.0}), False,
                    "adamw(0.05, global_clipnorm=0.5)", lambda: o.AdamW(0.05, global_clipnorm=0.5)),
    "weight_zero": ("{ size: mae, place: mse }", "loss_weights: { place: 0 }",
                    lambda: dict(loss={"size": "mae", "place": "mse"}, loss_weights={"size": 1.0, "place": 0.0}), False, "sgd(0.1)", lambda: o.SGD(0.1)),
    "weighted_rows": ("{ size: mse, place: mae }", "loss_weights: { size: 0.5 }\n  metrics: { place: [mse] }",
                      lambda: dict(loss={"size": "mse", "place": "mae"}, loss_weights={"size": 0.5, "place": 1.0}, metrics={"place": ["mse"]}), True, "sgd(0.1)", lambda: o.SGD(0.1)),
    "loss_of_one": ("{ place: mse }", "metrics: { size: [mae], place: [mae] }", lambda: dict(loss={"place": "mse"}, metrics={"size": ["mae"], "place": ["mae"]}), False,
                    "sgd(0.1)", lambda: o.SGD(0.1)),
}
for key, (loss, more, make, weighted, optimizer, koptimizer) in OUTPUTS.items():
    @case(f"outputs_{key}", outputs_spec(loss, more, optimizer), x=X, y=SIZES, sample_weight=WEIGHTS if weighted else None,
          validation=(V[0], SIZES_V, WEIGHTS_V) if weighted else (V[0], SIZES_V), differs=None if key == "loss_of_one" else TF_MEAN_OF_BATCHES)
    def _(make=make, koptimizer=koptimizer):
        x = keras.Input((5,), name="x")
        h = l.Dense(4, "tanh", kernel_regularizer=reg.L2(0.02), name="h")(x)
        model = keras.Model(x, {"size": l.Dense(2, name="size")(h), "place": l.Dense(2, "tanh", name="place")(h)})
        return model, dict(optimizer=koptimizer(), **make()), dict(epochs=3)


@case("outputs_weight_of_one", spec(more="loss_weights: [0.5]\n  metrics: [mse]"), x=X, y=Y, validation=V, note="a single output's weight counts too, and not for the penalty")
def _():
    return net(), dict(optimizer=o.SGD(0.1), loss="mse", loss_weights=[0.5], metrics=["mse"]), {}
