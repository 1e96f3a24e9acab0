"""Arguments and shapes at which TensorFlow.js's own layers do otherwise than Keras: normalization without a shift, ties, broadcasts, one value."""
import keras
from golden import case, classes, features, numbers
from keras import layers as l, optimizers as o

Y = numbers(12)


def spec(layers, shape, loss="mse"):
    lines = "\n  ".join(layers.split("; "))
    return f"""
model m {{
  input [{shape}]
  {lines}
}}
train {{ optimizer: sgd(0.05), loss: {loss}, epochs: 2, batch_size: 5, shuffle: false }}
"""


def chain(name, text, shape, make, y=Y, loss="mse", x=None, **more):
    """`make` gives the layers in the order of the spec, or, of a graph, its output."""
    size = tuple(map(int, shape.split(", ")))

    @case(f"corner_{name}", spec(text, shape, loss), x=features(12, *size) if x is None else x, y=y, **more)
    def _():
        inputs = keras.Input(size, dtype="float32" if x is None or x.dtype.kind == "f" else "int32")
        made = make() if make.__code__.co_argcount == 0 else [lambda _: make(inputs)]
        output = inputs
        for layer in made:
            output = layer(output)
        return keras.Model(inputs, output), dict(optimizer=o.SGD(0.05), loss=loss), dict(batch_size=5)


def extremes(x):
    x = l.Dense(4, "tanh")(x)
    x = l.Maximum()([x, l.GlobalAveragePooling1D(keepdims=True)(x)])
    x = l.Minimum()([l.Dense(4)(x), l.GlobalMaxPooling1D(keepdims=True)(x)])
    return l.Dense(1)(l.Flatten()(x))


def extremes_of_images(x):
    x = l.Conv2D(3, 1)(x)
    x = l.Maximum()([x, l.GlobalAveragePooling2D(keepdims=True)(x)])
    return l.Dense(1)(l.Flatten()(x))


chain("normalization_no_center", "dense 4; layer_normalization center=false; dense 1", "5",
      lambda: [l.Dense(4), l.LayerNormalization(center=False), l.Dense(1)])
chain("normalization_no_scale", "dense 4; layer_normalization scale=false; layer_normalization center=false scale=false; dense 1", "5",
      lambda: [l.Dense(4), l.LayerNormalization(scale=False), l.LayerNormalization(center=False, scale=False), l.Dense(1)])
chain("normalization_volume", "layer_normalization; flatten; dense 1", "2, 2, 2, 6",
      lambda: [l.LayerNormalization(), l.Flatten(), l.Dense(1)])
# Rows repeat a word: its values are the largest at several steps.
chain("global_max_ties", "embedding 3 4; global_max_pooling1d; dense 1", "6",
      lambda: [l.Embedding(3, 4), l.GlobalMaxPooling1D(), l.Dense(1)], x=classes(72, 3, 3).reshape(12, 6))
chain("global_max_ties_image", "average_pooling2d 2; up_sampling2d 2; conv2d 3 1; global_max_pooling2d; dense 1", "4, 4, 2",
      lambda: [l.AveragePooling2D(2), l.UpSampling2D(2), l.Conv2D(3, 1), l.GlobalMaxPooling2D(), l.Dense(1)])
chain("extremes_broadcast",
      "dense 4 tanh; maximum { global_average_pooling1d keepdims=true }; "
      "minimum { branch { dense 4 }; branch { global_max_pooling1d keepdims=true } }; flatten; dense 1", "3, 2", extremes, y=Y + 1)
chain("extremes_broadcast_image", "conv2d 3 1; maximum { global_average_pooling2d keepdims=true }; flatten; dense 1", "3, 2, 2", extremes_of_images)
chain("sparsemax_of_one", "dense 3 tanh; reshape [3, 1]; activation sparsemax; flatten; dense 1", "5",
      lambda: [l.Dense(3, "tanh"), l.Reshape((3, 1)), l.Activation("sparsemax"), l.Flatten(), l.Dense(1)])
chain("reshape_open", "dense 6; reshape [none, 2]; flatten; dense 1", "5", lambda: [l.Dense(6), l.Reshape((-1, 2)), l.Flatten(), l.Dense(1)])
chain("channels_last",
      "cropping2d 1 data_format=channels_last; conv2d 3 2 padding=same data_format=channels_last; max_pooling2d 2 data_format=channels_last; flatten; dense 1", "6, 6, 2",
      lambda: [l.Cropping2D(1, data_format="channels_last"), l.Conv2D(3, 2, padding="same", data_format="channels_last"),
               l.MaxPooling2D(2, data_format="channels_last"), l.Flatten(), l.Dense(1)])

# A mask of the places of images, which merges hand on.
PLACES = features(12, 3, 2, 2)
PLACES[:, 1, 0] = 0
PLACES[::2, 2] = 0
chain("mask_of_places", "masking 0.0; add { activation tanh }; average { masking -1 }; dense 1", "3, 2, 2",
      lambda x: (lambda a: l.Dense(1)(l.Average()([a, l.Masking(-1)(a)])))((lambda m: l.Add()([m, l.Activation("tanh")(m)]))(l.Masking(0.0)(x))),
      x=PLACES, y=numbers(72).reshape(12, 3, 2, 1))

ZEROS = features(12, 5)
ZEROS[[1, 6, 7]] = 0
chain("cosine_of_zeros", "dense 4 use_bias=false; dense 3 use_bias=false", "5", lambda: [l.Dense(4, use_bias=False), l.Dense(3, use_bias=False)],
      y=features(12, 3, seed=4), loss="cosine_similarity", x=ZEROS, made_with="tensorflow",
      differs={"jax": (float("inf"), "JAX has no gradient of 1/sqrt at 0")}, note="a prediction of zeros has a finite gradient")


# 41 · (1 / 41) is less than 1 in float32: the 41st of 44 steps.
@case("corner_ema_every_41", """
model m { input [5]; dense 4 tanh; dense 1 }
train { optimizer: sgd(0.05, use_ema=true, ema_momentum=0.9, ema_overwrite_frequency=41), loss: mse, epochs: 11, batch_size: 3, shuffle: false }
""", x=features(12, 5), y=Y)
def _():
    net = keras.Sequential([keras.Input((5,)), l.Dense(4, "tanh"), l.Dense(1)])
    return net, dict(optimizer=o.SGD(0.05, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=41), loss="mse"), dict(batch_size=3, epochs=11)
