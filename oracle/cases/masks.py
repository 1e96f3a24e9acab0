"""Masks: who passes them on, who ends them, and that losses, metrics and moments leave masked steps out."""
import keras
import numpy as np
from golden import JAX_METRICS_UNMASKED, case, classes, features, numbers, rng
from keras import layers as l, regularizers as reg

Y = numbers(8)


def padded(rows, seed=0, shape=(5, 3)):
    """Sequences that end early; row 5 holds nothing but padding."""
    x = features(rows, *shape, seed=seed)
    for row in range(rows):
        x[row, 5 - row % 6:] = 0
    return x


X, XV = padded(8), padded(7, 5)
STEPS, STEPS_V = rng(3).normal(size=(8, 5, 2)).astype("float32"), rng(4).normal(size=(7, 5, 2)).astype("float32")


def spec(layers, more="", loss="mse", shape="5, 3"):
    lines = "\n  ".join(layers.split("; "))
    return f"""
model m {{
  input [{shape}]
  {lines}
}}
train {{
  optimizer: sgd(0.1)
  loss: {loss}
  {more}
  epochs: 2
  batch_size: 3
  shuffle: false
}}
"""


METRICS = dict(made_with="tensorflow", differs=JAX_METRICS_UNMASKED, note="metrics leave masked steps out as the loss does; fit on JAX does not")

# A value for each step: the loss of masked steps does not count.
STEPWISE = {
    "loss": ("masking; dense 4 tanh; dense 2", "metrics: [mae, root_mean_squared_error]", lambda: [l.Masking(), l.Dense(4, "tanh"), l.Dense(2)],
             lambda: ["mae", keras.metrics.RootMeanSquaredError()]),
    "loss_lstm": ("masking; lstm 3 return_sequences; dense 2", "metrics: [mae]", lambda: [l.Masking(), l.LSTM(3, return_sequences=True), l.Dense(2)],
                  lambda: ["mae"]),
    "loss_backwards": ("masking; gru 3 return_sequences go_backwards; dense 2", "",
                       lambda: [l.Masking(), l.GRU(3, return_sequences=True, go_backwards=True), l.Dense(2)], lambda: None),
    "loss_passed_on": ("masking; dense 3; layer_normalization; tanh; dropout 0; gaussian_noise 0; dense 2", "",
                       lambda: [l.Masking(), l.Dense(3), l.LayerNormalization(), l.Activation("tanh"), l.Dropout(0), l.GaussianNoise(0), l.Dense(2)], lambda: None),
    "loss_ended": ("masking; conv1d 3 3 same; dense 2", "", lambda: [l.Masking(), l.Conv1D(3, 3, padding="same"), l.Dense(2)], lambda: None),
    "loss_batch_normalization": ("masking; dense 3; batch_normalization momentum=0.5; dense 2", "",
                                 lambda: [l.Masking(), l.Dense(3), l.BatchNormalization(momentum=0.5), l.Dense(2)], lambda: None),
    "activity": ("masking; lstm 3 return_sequences activity_regularizer=l2(0.1); dense 2", "",
                 lambda: [l.Masking(), l.LSTM(3, return_sequences=True, activity_regularizer=reg.L2(0.1)), l.Dense(2)], lambda: None),
}
for key, (text, more, make, metrics) in STEPWISE.items():
    @case(f"mask_{key}", spec(text, more), x=X, y=STEPS, validation=(XV, STEPS_V), **(METRICS if more else {}))
    def _(make=make, metrics=metrics):
        return (keras.Sequential([keras.Input((5, 3)), *make()]), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=metrics()),
                dict(batch_size=3))

# One value for each row.
POOLED = {
    "batch_normalization": ("masking; lstm 3 return_sequences; batch_normalization momentum=0.5; lstm 2; dense 1",
                            lambda: [l.Masking(), l.LSTM(3, return_sequences=True), l.BatchNormalization(momentum=0.5), l.LSTM(2), l.Dense(1)]),
    "ended_by_conv": ("masking; conv1d 3 2; gru 3; dense 1", lambda: [l.Masking(), l.Conv1D(3, 2), l.GRU(3), l.Dense(1)]),
    "ended_by_pooling": ("masking; max_pooling1d 2; lstm 3; dense 1", lambda: [l.Masking(), l.MaxPooling1D(2), l.LSTM(3), l.Dense(1)]),
    "flatten": ("masking; simple_rnn 3 return_sequences; flatten; dense 1", lambda: [l.Masking(), l.SimpleRNN(3, return_sequences=True), l.Flatten(), l.Dense(1)]),
    "average": ("masking -1; dense 3; global_average_pooling1d; dense 1", lambda: [l.Masking(-1.0), l.Dense(3), l.GlobalAveragePooling1D(), l.Dense(1)]),
}
# The mean of a row that is all padding is 0 / 0 in Keras.
AVERAGED = np.where(X == 0, -1, X).astype("float32")
AVERAGED[5, 0] = 1
for key, (text, make) in POOLED.items():
    @case(f"mask_{key}", spec(text), x=AVERAGED if key == "average" else X, y=Y)
    def _(make=make):
        return keras.Sequential([keras.Input((5, 3)), *make()]), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)


@case("mask_loss_weighted_rows", spec("masking; lstm 3 return_sequences; dense 2", "metrics: [mae]"), x=X, y=STEPS, sample_weight=np.linspace(0.2, 2, 8).astype("float32").reshape(8, 1),
      validation=(XV, STEPS_V, np.linspace(1, 3, 7).astype("float32").reshape(7, 1)),
      **{**METRICS, "note": "masked steps and weighted rows together; Keras wants the weights as a column here"})
def _():
    net = keras.Sequential([keras.Input((5, 3)), l.Masking(), l.LSTM(3, return_sequences=True), l.Dense(2)])
    return net, dict(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["mae"]), dict(batch_size=3)


IDS = classes(8 * 6, 9, 3).reshape(8, 6)
IDS[2, 3:] = 0
IDS[5, :2] = 0


@case("mask_sparse_loss", spec("embedding 9 4 mask_zero; gru 3 return_sequences; dense 3 softmax", "metrics: [accuracy]", "sparse_categorical_crossentropy", "6"),
      x=IDS, y=classes(8 * 6, 3, 4).reshape(8, 6, 1), **METRICS)
def _():
    net = keras.Sequential([keras.Input((6,), dtype="int32"), l.Embedding(9, 4, mask_zero=True), l.GRU(3, return_sequences=True), l.Dense(3, "softmax")])
    return net, dict(optimizer=keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"]), dict(batch_size=3)


OTHER = IDS.copy()
OTHER[:, 4:] = 0
OTHER[2] = 3
for key, make in {"add": lambda: l.Add(), "concatenate": lambda: l.Concatenate(), "multiply": lambda: l.Multiply(), "maximum": lambda: l.Maximum()}.items():
    @case(f"mask_merge_{key}", f"""
model m {{
  input [6] dtype=int32 as left
  input [6] dtype=int32 as right
  embedding 9 4 mask_zero from left as a
  embedding 9 4 mask_zero from right as b
  {key} from a, b
  gru 3
  dense 1
}}
train {{ optimizer: sgd(0.1), loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x={"left": IDS, "right": OTHER}, y=Y)
    def _(make=make):
        left, right = keras.Input((6,), dtype="int32", name="left"), keras.Input((6,), dtype="int32", name="right")
        a, b = l.Embedding(9, 4, mask_zero=True, name="a")(left), l.Embedding(9, 4, mask_zero=True, name="b")(right)
        return keras.Model([left, right], l.Dense(1)(l.GRU(3)(make()([a, b])))), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)
