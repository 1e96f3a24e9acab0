"""Models whose inputs leave lengths open, trained on rows of one length and validated on rows of another."""
import keras
from golden import TF_SQUARES_APART, case, classes, features, numbers
from keras import layers as l, regularizers as reg

Y = numbers(8)


@case("open_lstm", """
model m {
  input [none, 14]
  lstm 6 regularizer=l2(0.01)
  dense 1
}
train { optimizer: adam(0.02), loss: mse, metrics: mae, epochs: 3, batch_size: 3, shuffle: false }
""", x=features(8, 3, 14), y=Y, validation=(features(5, 4, 14, seed=5), numbers(5, seed=6)), note="validated on sequences of one step more")
def _():
    model = keras.Sequential([keras.Input((None, 14)), l.LSTM(6, kernel_regularizer=reg.L2(0.01)), l.Dense(1)])
    return model, dict(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"]), dict(epochs=3, batch_size=3)


@case("open_text", """
model m {
  input [none] dtype=int32
  embedding 9 4 mask_zero
  bidirectional gru(3, return_sequences=true)
  bidirectional lstm(2) merge_mode=sum
  dense 1 sigmoid
}
train { optimizer: rmsprop(0.02), loss: binary_crossentropy, metrics: accuracy, epochs: 3, batch_size: 4, shuffle: false }
""", x=classes(8 * 6, 9, 3).reshape(8, 6), y=classes(8, 2, 4).astype("float32").reshape(8, 1),
      validation=(classes(4 * 3, 9, 7).reshape(4, 3), classes(4, 2, 8).astype("float32").reshape(4, 1)),
      note="zeros are steps that are not there", differs=TF_SQUARES_APART)
def _():
    model = keras.Sequential([
        keras.Input((None,), dtype="int32"),
        l.Embedding(9, 4, mask_zero=True),
        l.Bidirectional(l.GRU(3, return_sequences=True)),
        l.Bidirectional(l.LSTM(2), merge_mode="sum"),
        l.Dense(1, "sigmoid"),
    ])
    return model, dict(optimizer=keras.optimizers.RMSprop(0.02), loss="binary_crossentropy", metrics=["accuracy"]), dict(epochs=3)


@case("open_attention", """
model m {
  input [none, 3] as x
  conv1d 4 3 same strides=2 as read from x
  dense 4 tanh as asked from x
  attention use_scale from asked, value=read
  gru 3 return_sequences
  dense 1
}
train { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 5, 3), y=features(8, 5, 1, seed=9), validation=(features(5, 8, 3, seed=5), features(5, 8, 1, seed=6)),
      note="a number for each step, and a sequence of half the steps")
def _():
    x = keras.Input((None, 3), name="x")
    read, asked = l.Conv1D(4, 3, padding="same", strides=2, name="read")(x), l.Dense(4, "tanh", name="asked")(x)
    y = l.Attention(use_scale=True)([asked, read])
    y = l.Dense(1)(l.GRU(3, return_sequences=True)(y))
    return keras.Model(x, y), dict(optimizer=keras.optimizers.SGD(0.05), loss="mse"), dict(batch_size=3)


@case("open_films", """
model m {
  input [none, 4, 5, 2]
  time_distributed conv2d(3, 2)
  time_distributed batch_normalization(momentum=0.6)
  conv_lstm2d 2 2 return_sequences
  time_distributed global_average_pooling2d()
  global_max_pooling1d
  dense 1
}
train { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 4, shuffle: false }
""", x=features(8, 3, 4, 5, 2), y=Y, validation=(features(4, 2, 4, 5, 2, seed=5), numbers(4, seed=6)),
      note="batch normalization follows each step by itself")
def _():
    model = keras.Sequential([
        keras.Input((None, 4, 5, 2)),
        l.TimeDistributed(l.Conv2D(3, 2)),
        l.TimeDistributed(l.BatchNormalization(momentum=0.6)),
        l.ConvLSTM2D(2, 2, return_sequences=True),
        l.TimeDistributed(l.GlobalAveragePooling2D()),
        l.GlobalMaxPooling1D(),
        l.Dense(1),
    ])
    return model, dict(optimizer=keras.optimizers.SGD(0.05), loss="mse"), dict(batch_size=4)
