"""Early stopping and learning-rate callbacks on real histories."""
import keras
from golden import case, classes, features, numbers
from keras import callbacks as cb, layers, regularizers as reg

X, Y = features(12, 5), numbers(12)
V = (features(8, 5, seed=5), numbers(8, seed=6))
YC, VC = classes(12, 3, 3).reshape(-1, 1), (V[0], classes(8, 3, 4).reshape(-1, 1))


def spec(callback, head="dense 1", loss="mse", more="", rate="sgd(0.3)", epochs=12):
    return f"""
model m {{
  input [5]
  dense 8 tanh regularizer=l2(0.01)
  {head}
}}
train {{
  optimizer: {rate}
  loss: {loss}
  {more}
  epochs: {epochs}
  batch_size: 4
  shuffle: false
  {callback}
}}
"""


def net(units=1, activation=None):
    return keras.Sequential([keras.Input((5,)), layers.Dense(8, "tanh", kernel_regularizer=reg.L2(0.01)), layers.Dense(units, activation)])


STOPPING = {
    "patience": ("early_stop patience=2", lambda: cb.EarlyStopping(patience=2)),
    "restore": ("early_stop patience=3 restore_best_weights", lambda: cb.EarlyStopping(patience=3, restore_best_weights=True)),
    "restore_unstopped": ("early_stop patience=30 restore_best_weights", lambda: cb.EarlyStopping(patience=30, restore_best_weights=True)),
    "min_delta": ("early_stop patience=2 min_delta=0.05 restore_best_weights", lambda: cb.EarlyStopping(patience=2, min_delta=0.05, restore_best_weights=True)),
    "baseline": ("early_stop patience=3 baseline=0.5", lambda: cb.EarlyStopping(patience=3, baseline=0.5)),
    "start_from_epoch": ("early_stop patience=2 start_from_epoch=5 restore_best_weights", lambda: cb.EarlyStopping(patience=2, start_from_epoch=5, restore_best_weights=True)),
    "train_loss": ("early_stop monitor=loss patience=1", lambda: cb.EarlyStopping(monitor="loss", patience=1)),
    "plateau": ("reduce_lr_on_plateau factor=0.5 patience=1 min_lr=0.01", lambda: cb.ReduceLROnPlateau(factor=0.5, patience=1, min_lr=0.01)),
    "plateau_cooldown": ("reduce_lr_on_plateau factor=0.5 patience=1 cooldown=2", lambda: cb.ReduceLROnPlateau(factor=0.5, patience=1, cooldown=2)),
    "epoch_table": ("learning_rate_scheduler { 0: 0.2, 3: 0.05, 6: 0.01 }",
                    lambda: cb.LearningRateScheduler(lambda e: 0.2 if e < 3 else 0.05 if e < 6 else 0.01)),
}
for key, (text, make) in STOPPING.items():
    # Twelve epochs of training amplify float32 rounding, which differs between libraries in the last digit.
    @case(f"callback_{key}", spec(text), x=X, y=Y, validation=V)
    def _(make=make):
        return net(), dict(optimizer=keras.optimizers.SGD(0.3), loss="mse"), dict(epochs=12, callbacks=[make()])


@case("callback_accuracy_monitor", spec("early_stop monitor=val_accuracy patience=2 restore_best_weights", "dense 3 softmax",
                                        "sparse_categorical_crossentropy", "metrics: [accuracy]"), x=X, y=YC, validation=VC)
def _():
    return (net(3, "softmax"), dict(optimizer=keras.optimizers.SGD(0.3), loss="sparse_categorical_crossentropy", metrics=["accuracy"]),
            dict(epochs=12, callbacks=[cb.EarlyStopping(monitor="val_accuracy", patience=2, restore_best_weights=True)]))


@case("callback_two", spec("reduce_lr_on_plateau factor=0.3 patience=1\n  early_stop patience=4 restore_best_weights"), x=X, y=Y, validation=V)
def _():
    return (net(), dict(optimizer=keras.optimizers.SGD(0.3), loss="mse"),
            dict(epochs=12, callbacks=[cb.ReduceLROnPlateau(factor=0.3, patience=1), cb.EarlyStopping(patience=4, restore_best_weights=True)]))
