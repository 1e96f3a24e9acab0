"""Preprocessing of images inside the model, trained for a few steps."""
import keras
from golden import case, features, numbers
from keras import layers as l

Y = numbers(8)


@case("layer_resizing_normalization", """
model m {
  input [4, 5, 2]
  normalization { mean: [0.5, -0.5], variance: [2, 0.5] }
  conv2d 3 2
  resizing 4 6
  conv2d 2 3
  flatten
  dense 1
}
train { optimizer: sgd(0.005), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 4, 5, 2), y=Y)
def _():
    model = keras.Sequential([
        keras.Input((4, 5, 2)),
        l.Normalization(mean=[0.5, -0.5], variance=[2.0, 0.5]),
        l.Conv2D(3, 2),
        l.Resizing(4, 6),
        l.Conv2D(2, 3),
        l.Flatten(),
        l.Dense(1),
    ])
    return model, dict(optimizer=keras.optimizers.SGD(0.005), loss="mse"), dict(batch_size=3)
