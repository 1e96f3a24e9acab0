"""Recurrent layers trained for a few steps: penalties on each of their weights, masks, constraints, stacks."""
import keras
from golden import TF_SQUARES_APART, case, classes, features, numbers, onehot
from keras import constraints as con, layers as l, regularizers as reg

Y = numbers(8)

# name: (statements, Keras layers) on sequences of 5 steps and 3 features, then dense 1
SEQUENCES = {
    "lstm": ("lstm 4", lambda: [l.LSTM(4)]),
    "lstm_l2": ("lstm 4 regularizer=l2(0.02)", lambda: [l.LSTM(4, kernel_regularizer=reg.L2(0.02))]),
    "lstm_every_penalty": ("lstm 3 { kernel_regularizer: l1(0.01), recurrent_regularizer: l2(0.05), bias_regularizer: l2(0.1), activity_regularizer: l2(0.02) }",
                           lambda: [l.LSTM(3, kernel_regularizer=reg.L1(0.01), recurrent_regularizer=reg.L2(0.05), bias_regularizer=reg.L2(0.1),
                                           activity_regularizer=reg.L2(0.02))]),
    "lstm_constraints": ("lstm 3 { kernel_constraint: max_norm(0.8), recurrent_constraint: unit_norm, bias_constraint: non_neg }",
                         lambda: [l.LSTM(3, kernel_constraint=con.MaxNorm(0.8), recurrent_constraint=con.UnitNorm(), bias_constraint=con.NonNeg())]),
    "lstm_stacked": ("lstm 4 return_sequences; lstm 3 go_backwards", lambda: [l.LSTM(4, return_sequences=True), l.LSTM(3, go_backwards=True)]),
    "lstm_plain_bias": ("lstm 3 { unit_forget_bias: false, recurrent_activation: hard_sigmoid, activation: relu }",
                        lambda: [l.LSTM(3, unit_forget_bias=False, recurrent_activation="hard_sigmoid", activation="relu")]),
    "lstm_frozen": ("lstm 3 trainable=false regularizer=l2(0.1)", lambda: [l.LSTM(3, trainable=False, kernel_regularizer=reg.L2(0.1))]),
    "lstm_masking": ("masking; lstm 3 return_sequences; lstm 3", lambda: [l.Masking(), l.LSTM(3, return_sequences=True), l.LSTM(3)]),
    "gru": ("gru 4 { recurrent_regularizer: l2(0.05) }", lambda: [l.GRU(4, recurrent_regularizer=reg.L2(0.05))]),
    "gru_reset_before": ("gru 4 reset_after=false", lambda: [l.GRU(4, reset_after=False)]),
    "gru_masking": ("masking; gru 3", lambda: [l.Masking(), l.GRU(3)]),
    "simple_rnn": ("simple_rnn 4 { recurrent_regularizer: l2(0.05) }", lambda: [l.SimpleRNN(4, recurrent_regularizer=reg.L2(0.05))]),
    "options": ("simple_rnn 4 return_sequences go_backwards { use_bias: false, kernel_regularizer: l1(0.02), recurrent_constraint: max_norm(0.8) }; "
                "gru 4 return_sequences { activation: softsign, recurrent_activation: hard_sigmoid, bias_regularizer: l2(0.1), kernel_constraint: max_norm(0.9), activity_regularizer: l2(0.02) }; "
                "lstm 3 { use_bias: false, recurrent_constraint: non_neg }",
                lambda: [l.SimpleRNN(4, return_sequences=True, go_backwards=True, use_bias=False, kernel_regularizer=reg.L1(0.02), recurrent_constraint=con.MaxNorm(0.8)),
                         l.GRU(4, return_sequences=True, activation="softsign", recurrent_activation="hard_sigmoid", bias_regularizer=reg.L2(0.1), kernel_constraint=con.MaxNorm(0.9),
                               activity_regularizer=reg.L2(0.02)),
                         l.LSTM(3, use_bias=False, recurrent_constraint=con.NonNeg())]),
    "bidirectional": ("bidirectional lstm(3, kernel_regularizer=l2(0.05), activity_regularizer=l1(0.02))",
                      lambda: [l.Bidirectional(l.LSTM(3, kernel_regularizer=reg.L2(0.05), activity_regularizer=reg.L1(0.02)))]),
    "bidirectional_merges": ("bidirectional gru(3, return_sequences=true) merge_mode=sum; bidirectional simple_rnn(4, return_sequences=true) merge_mode=mul; bidirectional lstm(3) merge_mode=ave",
                             lambda: [l.Bidirectional(l.GRU(3, return_sequences=True), merge_mode="sum"), l.Bidirectional(l.SimpleRNN(4, return_sequences=True), merge_mode="mul"),
                                      l.Bidirectional(l.LSTM(3), merge_mode="ave")]),
    "bidirectional_masking": ("masking; bidirectional lstm(3, return_sequences=true); bidirectional gru(3)",
                              lambda: [l.Masking(), l.Bidirectional(l.LSTM(3, return_sequences=True)), l.Bidirectional(l.GRU(3))]),
    "bidirectional_backward": ("bidirectional lstm(3, return_sequences=true) backward_layer=gru(3, return_sequences=true, go_backwards=true); global_average_pooling1d",
                               lambda: [l.Bidirectional(l.LSTM(3, return_sequences=True), backward_layer=l.GRU(3, return_sequences=True, go_backwards=True)), l.GlobalAveragePooling1D()]),
    "simple_rnn_stacked": ("simple_rnn 4 return_sequences; simple_rnn 3 relu", lambda: [l.SimpleRNN(4, return_sequences=True), l.SimpleRNN(3, "relu")]),
}


def penalized(layer, regularizer):
    """SimpleRNN's constructor takes an activity regularizer and drops it (Keras 3.15); the layer itself honours one."""
    assert layer.activity_regularizer is None, "Keras's constructor keeps it now: docs/keras.md has a deviation too many"
    layer.activity_regularizer = regularizer
    return layer


SEQUENCES["simple_rnn_activity"] = (
    "simple_rnn 4 return_sequences { activity_regularizer: l2(0.2) }; simple_rnn 3 { activity_regularizer: l1(0.05), kernel_regularizer: l2(0.1) }",
    lambda: [penalized(l.SimpleRNN(4, return_sequences=True, activity_regularizer=reg.L2(0.2)), reg.L2(0.2)),
             penalized(l.SimpleRNN(3, kernel_regularizer=reg.L2(0.1), activity_regularizer=reg.L1(0.05)), reg.L1(0.05))])


def sequences(rows, seed=0, padded=False):
    x = features(rows, 5, 3, seed=seed)
    if padded:
        for row in range(rows):
            x[row, 5 - row % 4:] = 0
    return x


for key, (text, make) in SEQUENCES.items():
    lines = "\n  ".join(text.split("; "))
    padded = "masking" in key

    @case(f"recurrent_{key}", f"""
model m {{
  input [5, 3]
  {lines}
  dense 1
}}
train {{ optimizer: sgd(0.1), loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x=sequences(8, padded=padded), y=Y, validation=(sequences(5, 5, padded), numbers(5, seed=6)))
    def _(make=make):
        return keras.Sequential([keras.Input((5, 3)), *make(), l.Dense(1)]), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)


@case("recurrent_bidirectional_both", """
model m {
  input [5, 3]
  bidirectional lstm(3, return_sequences=true) merge_mode=none as ahead, back
  concatenate from back, ahead
  lstm 2
  dense 1
}
train { optimizer: sgd(0.1), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=sequences(8), y=Y, note="a layer with two results")
def _():
    x = keras.Input((5, 3))
    ahead, back = l.Bidirectional(l.LSTM(3, return_sequences=True), merge_mode=None)(x)
    y = l.Dense(1)(l.LSTM(2, name="lstm")(l.Concatenate()([back, ahead])))
    return keras.Model(x, y), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)


IDS = classes(8 * 6, 9, 3).reshape(8, 6)
IDS[2, 3:] = 0
IDS[5, :2] = 0


@case("recurrent_lstm_embedding_mask", """
model m {
  input [6]
  embedding 9 4 mask_zero
  lstm 5 regularizer=l2(0.01)
  dense 3 softmax
}
train { optimizer: rmsprop(0.01), loss: categorical_crossentropy, metrics: accuracy, epochs: 3, batch_size: 4, shuffle: false }
""", x=IDS, y=onehot(8, 3, 4), note="masked ids are skipped", differs=TF_SQUARES_APART)
def _():
    model = keras.Sequential([keras.Input((6,), dtype="int32"), l.Embedding(9, 4, mask_zero=True), l.LSTM(5, kernel_regularizer=reg.L2(0.01)), l.Dense(3, "softmax")])
    return model, dict(optimizer=keras.optimizers.RMSprop(0.01), loss="categorical_crossentropy", metrics=["accuracy"]), dict(epochs=3)


@case("recurrent_lstm_adam_clipped", """
model m {
  input [5, 3]
  lstm 4 { regularizer: l1_l2(0.01, 0.02) }
  dense 1 sigmoid
}
train { optimizer: adam(0.05, clipnorm=0.5), loss: binary_crossentropy, epochs: 3, batch_size: 4, shuffle: false }
""", x=sequences(8), y=(numbers(8) > 0).astype("float32"))
def _():
    model = keras.Sequential([keras.Input((5, 3)), l.LSTM(4, kernel_regularizer=reg.L1L2(0.01, 0.02)), l.Dense(1, "sigmoid")])
    return model, dict(optimizer=keras.optimizers.Adam(0.05, clipnorm=0.5), loss="binary_crossentropy"), dict(epochs=3)


@case("recurrent_shared_lstm", """
model reader {
  lstm 3 regularizer=l2(0.05)
}
model m {
  input [5, 3] as left
  input [5, 3] as right
  reader from left as a
  reader from right as b
  add from a, b
  dense 1
}
train m { optimizer: sgd(0.1), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x={"left": sequences(8), "right": sequences(8, 4)}, y=Y, note="one layer, applied twice: its penalty counts once")
def _():
    left, right = keras.Input((5, 3), name="left"), keras.Input((5, 3), name="right")
    # A model of a single layer is that layer.
    reader = l.LSTM(3, kernel_regularizer=reg.L2(0.05), name="reader")
    return keras.Model([left, right], l.Dense(1)(l.Add()([reader(left), reader(right)]))), dict(optimizer=keras.optimizers.SGD(0.1), loss="mse"), dict(batch_size=3)


@case("recurrent_conv_lstm2d", """
model m {
  input [3, 4, 5, 2]
  conv_lstm2d 3 3x3 same return_sequences regularizer=l2(0.01)
  batch_normalization
  conv_lstm2d 2 2 { recurrent_regularizer: l2(0.02) }
  flatten
  dense 1
}
train { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 3, 4, 5, 2), y=Y, validation=(features(5, 3, 4, 5, 2, seed=5), numbers(5, seed=6)), note="batch normalization of five axes")
def _():
    model = keras.Sequential([
        keras.Input((3, 4, 5, 2)),
        l.ConvLSTM2D(3, 3, padding="same", return_sequences=True, kernel_regularizer=reg.L2(0.01)),
        l.BatchNormalization(),
        l.ConvLSTM2D(2, 2, recurrent_regularizer=reg.L2(0.02)),
        l.Flatten(),
        l.Dense(1),
    ])
    return model, dict(optimizer=keras.optimizers.SGD(0.05), loss="mse"), dict(batch_size=3)


WORDS, SAID = classes(8 * 6, 9, 3).reshape(8, 6), classes(8 * 5, 9, 12).reshape(8, 5)
WORDS[2, 3:] = SAID[2, 2:] = SAID[6, 4:] = 0
WORDS[5, :2] = 0

# How the encoder hands its state on, and what it is in Keras; the decoder of a bidirectional encoder has twice its size.
TRANSLATORS = {
    "lstm": ("lstm 4 return_state from read as last, h, c", "lstm 4 return_sequences regularizer=l2(0.02) from spoken, initial_state=[h, c]",
             lambda: (l.LSTM(4, return_state=True), l.LSTM(4, return_sequences=True, kernel_regularizer=reg.L2(0.02)))),
    "gru": ("gru 4 return_state { recurrent_regularizer: l2(0.05) } from read as last, h", "gru 4 return_sequences from spoken, initial_state=h",
            lambda: (l.GRU(4, return_state=True, recurrent_regularizer=reg.L2(0.05)), l.GRU(4, return_sequences=True))),
    "simple_rnn": ("simple_rnn 4 return_state go_backwards from read as last, h", "simple_rnn 4 return_sequences from spoken, initial_state=h",
                   lambda: (l.SimpleRNN(4, return_state=True, go_backwards=True), l.SimpleRNN(4, return_sequences=True))),
    "bidirectional": ("bidirectional lstm(3, return_state=true) from read as last, h, c, g, d",
                      "bidirectional lstm(3, return_sequences=true) from spoken, initial_state=[h, c, g, d]",
                      lambda: (l.Bidirectional(l.LSTM(3, return_state=True)), l.Bidirectional(l.LSTM(3, return_sequences=True)))),
}

for key, (encoder, decoder, make) in TRANSLATORS.items():
    @case(f"recurrent_translator_{key}", f"""
model m {{
  input [6] as words
  input [5] as said
  embedding 9 3 mask_zero from words as read
  {encoder}
  embedding 9 3 mask_zero from said as spoken
  {decoder}
  dense 9 softmax
}}
train {{ optimizer: adam(0.02), loss: sparse_categorical_crossentropy, epochs: 2, batch_size: 3, shuffle: false }}
""", x={"words": WORDS, "said": SAID}, y=classes(8 * 5, 9, 13).reshape(8, 5), note="the state of one layer is where another starts; both read masks",
        differs=TF_SQUARES_APART)
    def _(make=make):
        words, said = keras.Input((6,), dtype="int32", name="words"), keras.Input((5,), dtype="int32", name="said")
        read, spoken = l.Embedding(9, 3, mask_zero=True, name="read")(words), l.Embedding(9, 3, mask_zero=True, name="spoken")(said)
        reader, writer = make()
        _, *states = reader(read)
        y = l.Dense(9, "softmax")(writer(spoken, initial_state=states if len(states) > 1 else states[0]))
        return keras.Model([words, said], y), dict(optimizer=keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy"), dict(batch_size=3)


@case("recurrent_time_distributed", """
model m {
  input [3, 4, 5, 2]
  time_distributed conv2d(3, 2, kernel_regularizer=l2(0.05))
  time_distributed batch_normalization(momentum=0.6)
  time_distributed flatten()
  time_distributed dense(4, tanh)
  lstm 3
  dense 1
}
train { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 3, 4, 5, 2), y=Y, validation=(features(5, 3, 4, 5, 2, seed=5), numbers(5, seed=6)), note="batch normalization follows each step by itself")
def _():
    model = keras.Sequential([
        keras.Input((3, 4, 5, 2)),
        l.TimeDistributed(l.Conv2D(3, 2, kernel_regularizer=reg.L2(0.05))),
        l.TimeDistributed(l.BatchNormalization(momentum=0.6)),
        l.TimeDistributed(l.Flatten()),
        l.TimeDistributed(l.Dense(4, "tanh", name="each")),
        l.LSTM(3),
        l.Dense(1),
    ])
    return model, dict(optimizer=keras.optimizers.SGD(0.05), loss="mse"), dict(batch_size=3)
