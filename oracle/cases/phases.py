"""Trainings in phases: compile and fit more than once, with layers frozen in some of them."""
import keras
from golden import case, features, numbers
from keras import callbacks as cb, layers as l, losses as ls, optimizers as o, regularizers as reg

X, Y = features(13, 5), numbers(13)
V = (features(7, 5, seed=5), numbers(7, seed=6))

MODEL = """
model m {
  input [5]
  dense 6 tanh regularizer=l2(0.03)  as trunk
  batch_normalization momentum=0.7   as norm
  dense 4 relu regularizer=l1(0.01)  as head
  dense 1
}
"""


def net():
    return keras.Sequential([
        keras.Input((5,)),
        l.Dense(6, "tanh", kernel_regularizer=reg.L2(0.03), name="trunk"),
        l.BatchNormalization(momentum=0.7, name="norm"),
        l.Dense(4, "relu", kernel_regularizer=reg.L1(0.01), name="head"),
        l.Dense(1),
    ])


def train(lines, epochs, model=MODEL):
    return f"{model}\ntrain {{\n  {lines}\n  epochs: {epochs}\n  shuffle: false\n}}\n"


def phased(name, phases, note=None, model=MODEL, make_net=net, x=X, validation=V):
    """`phases`: (name, lines of the train block, epochs, frozen layers, compile arguments, fit arguments)."""
    specs = [(phase, train(lines, epochs, model), frozen) for phase, lines, epochs, frozen, _, _ in phases]

    @case(name, specs[0][1], x=x, y=Y, validation=validation, phases=specs, note=note)
    def _():
        return make_net(), [(make(), dict(epochs=epochs, **fit())) for _, _, epochs, _, make, fit in phases]


phased("phases_freeze_then_tune", [
    ("head", "optimizer: adam(0.05)\n  loss: mse\n  metrics: [mae]\n  batch_size: 4", 3, ["trunk", "norm"],
     lambda: dict(optimizer=o.Adam(0.05), loss="mse", metrics=["mae"]), lambda: dict(batch_size=4)),
    ("tune", "optimizer: adam(0.01)\n  loss: mse\n  metrics: [mae]\n  batch_size: 5", 3, [],
     lambda: dict(optimizer=o.Adam(0.01), loss="mse", metrics=["mae"]), lambda: dict(batch_size=5)),
], note="a new optimizer begins with empty moments; a frozen normalization uses and keeps its moving statistics; penalties of frozen weights are not counted")

phased("phases_tune_then_freeze", [
    ("all", "optimizer: sgd(0.05, momentum=0.9)\n  loss: mse\n  batch_size: 4", 2, [],
     lambda: dict(optimizer=o.SGD(0.05, momentum=0.9), loss="mse"), lambda: dict(batch_size=4)),
    ("rest", "optimizer: rmsprop(0.01)\n  loss: mae\n  metrics: [mse]\n  batch_size: 4", 3, ["trunk", "norm", "head"],
     lambda: dict(optimizer=o.RMSprop(0.01), loss="mae", metrics=["mse"]), lambda: dict(batch_size=4)),
], note="another loss and other metrics in the second phase")

phased("phases_early_stopping", [
    ("first", "optimizer: adam(0.3, use_ema, ema_momentum=0.6)\n  loss: mse\n  batch_size: 4\n  early_stop monitor=val_loss patience=1 restore_best_weights\n  reduce_lr_on_plateau patience=9", 20, ["head"],
     lambda: dict(optimizer=o.Adam(0.3, use_ema=True, ema_momentum=0.6), loss="mse"),
     lambda: dict(batch_size=4, callbacks=[cb.EarlyStopping("val_loss", patience=1, restore_best_weights=True), cb.ReduceLROnPlateau(patience=9)])),
    ("second", "optimizer: sgd(0.02)\n  loss: mse\n  batch_size: 4\n  reduce_lr_on_plateau monitor=loss patience=0 factor=0.5 min_delta=0.3", 4, [],
     lambda: dict(optimizer=o.SGD(0.02), loss="mse"),
     lambda: dict(batch_size=4, callbacks=[cb.ReduceLROnPlateau("loss", patience=0, factor=0.5, min_delta=0.3)])),
], note="the first phase ends early and with its best weights; numbers of epochs go on, callbacks begin anew")

phased("phases_schedules", [
    ("a", "optimizer: sgd(exponential_decay(0.1, decay_steps=3, decay_rate=0.5))\n  loss: mse\n  batch_size: 4\n  validation_freq: 2", 3, ["norm"],
     lambda: dict(optimizer=o.SGD(o.schedules.ExponentialDecay(0.1, 3, 0.5)), loss="mse"), lambda: dict(batch_size=4, validation_freq=2)),
    ("b", "optimizer: adamw(cosine_decay(0.02, 12), weight_decay=0.1)\n  loss: huber\n  batch_size: 4\n  steps_per_epoch: 2\n  validation_freq: 2", 3, ["trunk"],
     lambda: dict(optimizer=o.AdamW(o.schedules.CosineDecay(0.02, 12), weight_decay=0.1), loss=ls.Huber()),
     lambda: dict(batch_size=4, steps_per_epoch=2, validation_freq=2)),
    ("c", "optimizer: nadam(0.01)\n  loss: mse\n  batch_size: 13\n  validation_freq: 2", 2, [],
     lambda: dict(optimizer=o.Nadam(0.01), loss="mse"), lambda: dict(batch_size=13, validation_freq=2)),
], note="schedules count the steps of their own phase, validation_freq the epochs of all")


def steps():
    return keras.Sequential([
        keras.Input((4, 5)),
        l.TimeDistributed(l.BatchNormalization(momentum=0.6), name="norm"),
        l.Bidirectional(l.LSTM(3, kernel_regularizer=reg.L2(0.05), return_sequences=True), name="reader"),
        l.TimeDistributed(l.Dense(2, "tanh", kernel_regularizer=reg.L1(0.02)), name="each"),
        l.Flatten(),
        l.Dense(1, name="out"),
    ])


phased("phases_inside_wrappers", [
    ("rest", "optimizer: adam(0.05)\n  loss: mse\n  batch_size: 4", 2, ["norm", "reader"],
     lambda: dict(optimizer=o.Adam(0.05), loss="mse"), lambda: dict(batch_size=4)),
    ("readers", "optimizer: adam(0.02)\n  loss: mse\n  batch_size: 4", 2, ["each"],
     lambda: dict(optimizer=o.Adam(0.02), loss="mse"), lambda: dict(batch_size=4)),
], note="what is inside a frozen wrapper is frozen: its normalization infers, its penalties are not counted", model="""
model m {
  input [4, 5]
  time_distributed batch_normalization(momentum=0.6)  as norm
  bidirectional lstm(3, kernel_regularizer=l2(0.05), return_sequences=true)  as reader
  time_distributed dense(2, tanh, kernel_regularizer=l1(0.02))  as each
  flatten
  dense 1  as out
}
""", make_net=steps, x=features(13, 4, 5), validation=(features(7, 4, 5, seed=5), V[1]))
