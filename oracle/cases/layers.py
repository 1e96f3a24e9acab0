"""Each layer word trained for a few steps: forward and gradient together."""
import keras
from golden import TF_SQUARES_APART, case, classes, features, numbers
from keras import layers as l, regularizers as reg

Y = numbers(8)

# name: (input shape, statements, Keras layers)
LAYERS = {
    "conv2d": ((6, 6, 2), "conv2d 3 3x3 relu regularizer=l2(0.01)", lambda: [l.Conv2D(3, 3, activation="relu", kernel_regularizer=reg.L2(0.01))]),
    "conv2d_same_strided": ((7, 6, 2), "conv2d 4 3x3 same strides=2 use_bias=false", lambda: [l.Conv2D(4, 3, padding="same", strides=2, use_bias=False)]),
    "conv2d_dilated": ((8, 8, 2), "conv2d 3 3 dilation_rate=2", lambda: [l.Conv2D(3, 3, dilation_rate=2)]),
    "conv2d_groups": ((5, 5, 4), "conv2d 4 3x3 groups=2 tanh", lambda: [l.Conv2D(4, 3, groups=2, activation="tanh")]),
    "conv1d": ((9, 3), "conv1d 4 3 relu", lambda: [l.Conv1D(4, 3, activation="relu")]),
    "conv1d_causal": ((9, 3), "conv1d 4 3 padding=causal dilation_rate=2", lambda: [l.Conv1D(4, 3, padding="causal", dilation_rate=2)]),
    "conv3d": ((4, 4, 4, 2), "conv3d 3 2 same", lambda: [l.Conv3D(3, 2, padding="same")]),
    "conv2d_transpose": ((4, 4, 2), "conv2d_transpose 3 3 strides=2 same relu", lambda: [l.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu")]),
    "conv1d_transpose": ((5, 2), "conv1d_transpose 3 3 strides=2", lambda: [l.Conv1DTranspose(3, 3, strides=2)]),
    "depthwise_conv2d": ((6, 6, 2), "depthwise_conv2d 3 depth_multiplier=2 { depthwise_regularizer: l2(0.02) }",
                         lambda: [l.DepthwiseConv2D(3, depth_multiplier=2, depthwise_regularizer=reg.L2(0.02))]),
    "separable_conv2d": ((6, 6, 2), "separable_conv2d 4 3 same relu regularizer=l2(0.01)",
                         lambda: [l.SeparableConv2D(4, 3, padding="same", activation="relu", depthwise_regularizer=reg.L2(0.01), pointwise_regularizer=reg.L2(0.01))]),
    "separable_conv1d": ((8, 2), "separable_conv1d 3 3", lambda: [l.SeparableConv1D(3, 3)]),
    "max_pooling2d": ((6, 6, 2), "conv2d 2 1; max_pooling2d 2", lambda: [l.Conv2D(2, 1), l.MaxPooling2D(2)]),
    "max_pooling2d_overlap": ((7, 7, 2), "conv2d 2 1; max_pooling2d 3 same strides=2", lambda: [l.Conv2D(2, 1), l.MaxPooling2D(3, padding="same", strides=2)]),
    "average_pooling2d_same": ((7, 7, 2), "conv2d 2 1; average_pooling2d 3 same strides=2", lambda: [l.Conv2D(2, 1), l.AveragePooling2D(3, padding="same", strides=2)]),
    "max_pooling1d": ((9, 2), "conv1d 2 1; max_pooling1d 2", lambda: [l.Conv1D(2, 1), l.MaxPooling1D(2)]),
    "average_pooling1d": ((9, 2), "conv1d 2 1; average_pooling1d 3", lambda: [l.Conv1D(2, 1), l.AveragePooling1D(3)]),
    "global_max_pooling2d": ((5, 5, 3), "conv2d 3 2; global_max_pooling2d", lambda: [l.Conv2D(3, 2), l.GlobalMaxPooling2D()]),
    "global_average_pooling1d": ((6, 3), "conv1d 3 2; global_average_pooling1d", lambda: [l.Conv1D(3, 2), l.GlobalAveragePooling1D()]),
    "batch_normalization": ((5,), "dense 4; batch_normalization; relu", lambda: [l.Dense(4), l.BatchNormalization(), l.ReLU()]),
    "batch_normalization_conv": ((5, 5, 2), "conv2d 3 3 use_bias=false; batch_normalization momentum=0.8 { gamma_regularizer: l2(0.1) }",
                                 lambda: [l.Conv2D(3, 3, use_bias=False), l.BatchNormalization(momentum=0.8, gamma_regularizer=reg.L2(0.1))]),
    "batch_normalization_frozen": ((5,), "dense 4; batch_normalization trainable=false", lambda: [l.Dense(4), l.BatchNormalization(trainable=False)]),
    "batch_normalization_bare": ((5,), "dense 4; batch_normalization center=false scale=false", lambda: [l.Dense(4), l.BatchNormalization(center=False, scale=False)]),
    "layer_normalization": ((5,), "dense 4; layer_normalization", lambda: [l.Dense(4), l.LayerNormalization()]),
    "group_normalization": ((4, 4, 4), "conv2d 4 2; group_normalization 2", lambda: [l.Conv2D(4, 2), l.GroupNormalization(2)]),
    "rms_normalization": ((5,), "dense 4; rms_normalization", lambda: [l.Dense(4), l.RMSNormalization()]),
    "unit_normalization": ((5,), "dense 4; unit_normalization", lambda: [l.Dense(4), l.UnitNormalization()]),
    "prelu": ((5,), "dense 4; prelu { alpha_regularizer: l1(0.05) }", lambda: [l.Dense(4), l.PReLU(alpha_regularizer=reg.L1(0.05))]),
    "leaky_relu": ((5,), "dense 4; leaky_relu 0.1", lambda: [l.Dense(4), l.LeakyReLU(0.1)]),
    "elu": ((5,), "dense 4; elu 0.5", lambda: [l.Dense(4), l.ELU(0.5)]),
    "relu_bounded": ((5,), "dense 4; relu max_value=0.5 negative_slope=0.1 threshold=0.05", lambda: [l.Dense(4), l.ReLU(max_value=0.5, negative_slope=0.1, threshold=0.05)]),
    "softmax_axis": ((3, 4), "dense 4; softmax axis=1", lambda: [l.Dense(4), l.Softmax(axis=1)]),
    "reshape_permute": ((6, 2), "dense 4; reshape 3x8; permute 2x1", lambda: [l.Dense(4), l.Reshape((3, 8)), l.Permute((2, 1))]),
    "repeat_vector": ((5,), "dense 3; repeat_vector 2", lambda: [l.Dense(3), l.RepeatVector(2)]),
    "pad_crop": ((4, 4, 2), "conv2d 2 1; zero_padding2d 1; conv2d 2 3; cropping2d 1", lambda: [l.Conv2D(2, 1), l.ZeroPadding2D(1), l.Conv2D(2, 3), l.Cropping2D(1)]),
    "up_sampling2d": ((3, 3, 2), "conv2d 2 1; up_sampling2d 2; conv2d 2 2", lambda: [l.Conv2D(2, 1), l.UpSampling2D(2), l.Conv2D(2, 2)]),
    "rescaling": ((5,), "rescaling 0.5 offset=0.1; dense 3", lambda: [l.Rescaling(0.5, offset=0.1), l.Dense(3)]),
    "gelu_dense": ((5,), "dense 4 gelu; dense 3 silu; dense 3 hard_sigmoid; dense 3 mish", lambda: [l.Dense(4, "gelu"), l.Dense(3, "silu"), l.Dense(3, "hard_sigmoid"), l.Dense(3, "mish")]),
    "more_activations": ((5,), "dense 4 selu; dense 4 softsign; dense 4 exponential; dense 4 softplus; dense 3 elu",
                         lambda: [l.Dense(4, "selu"), l.Dense(4, "softsign"), l.Dense(4, "exponential"), l.Dense(4, "softplus"), l.Dense(3, "elu")]),
}
for key, (shape, text, make) in LAYERS.items():
    lines = "\n  ".join(text.split("; "))

    @case(f"layer_{key}", f"""
model m {{
  input [{", ".join(map(str, shape))}]
  {lines}
  flatten
  dense 1
}}
train {{ optimizer: sgd(0.005), loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x=features(8, *shape), y=Y, validation=(features(5, *shape, seed=5), numbers(5, seed=6)))
    def _(shape=shape, make=make):
        return (keras.Sequential([keras.Input(shape), *make(), l.Flatten(), l.Dense(1)]), dict(optimizer=keras.optimizers.SGD(0.005), loss="mse"), dict(batch_size=3))

IDS = classes(8 * 6, 9, 3).reshape(8, 6)
EMBEDDINGS = {
    "embedding": ("embedding 9 4 regularizer=l2(0.01)", lambda: [l.Embedding(9, 4, embeddings_regularizer=reg.L2(0.01)), l.Flatten()], "flatten", "sgd(0.005)", lambda: keras.optimizers.SGD(0.005)),
    "embedding_mask": ("embedding 9 4 mask_zero", lambda: [l.Embedding(9, 4, mask_zero=True), l.GlobalAveragePooling1D()], "global_average_pooling1d", "sgd(0.005)", lambda: keras.optimizers.SGD(0.005)),
    # Keras on TensorFlow squares the gradients of repeated ids apart; the documented (dense) formula is JAX's.
    "embedding_adam": ("embedding 9 4", lambda: [l.Embedding(9, 4), l.Flatten()], "flatten", "adam(0.05)", lambda: keras.optimizers.Adam(0.05)),
}
for key, (text, make, after, otext, omake) in EMBEDDINGS.items():
    @case(f"layer_{key}", f"""
model m {{
  input [6]
  {text}
  {after}
  dense 1
}}
train {{ optimizer: {otext}, loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x=IDS, y=Y, differs=TF_SQUARES_APART if key == "embedding_adam" else None,
          note="Adam on TensorFlow squares repeated rows apart" if key == "embedding_adam" else None)
    def _(make=make, omake=omake):
        return keras.Sequential([keras.Input((6,), dtype="int32"), *make(), l.Dense(1)]), dict(optimizer=omake(), loss="mse"), dict(batch_size=3)

MERGES = {
    "add": ("add from h, g", lambda: l.Add()), "subtract": ("subtract from h, g", lambda: l.Subtract()), "multiply": ("multiply from h, g", lambda: l.Multiply()),
    "average": ("average from h, g", lambda: l.Average()), "maximum": ("maximum from h, g", lambda: l.Maximum()), "minimum": ("minimum from h, g", lambda: l.Minimum()),
    "concatenate": ("concatenate from h, g", lambda: l.Concatenate()), "dot": ("dot 1 from h, g", lambda: l.Dot(1)),
}
for key, (text, make) in MERGES.items():
    @case(f"merge_{key}", f"""
model m {{
  input [5] as x
  dense 4 tanh from x as h
  dense 4 sigmoid from x as g
  {text}
  dense 1
}}
train {{ optimizer: sgd(0.005), loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x=features(8, 5), y=Y)
    def _(make=make):
        x = keras.Input((5,), name="x")
        h, g = l.Dense(4, "tanh", name="h")(x), l.Dense(4, "sigmoid", name="g")(x)
        return keras.Model(x, l.Dense(1)(make()([h, g]))), dict(optimizer=keras.optimizers.SGD(0.005), loss="mse"), dict(batch_size=3)


@case("residual_block", """
block unit(n) {
  add { dense n relu; dense n }
  relu
}
model m {
  input [5]
  dense 4
  repeat 2 { unit(4) }
  dense 1
}
train { optimizer: sgd(0.005), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 5), y=Y, note="names: layers inside a block are prefixed by its call")
def _():
    x = keras.Input((5,), name="input")
    h = l.Dense(4, name="dense")(x)
    for prefix in ("repeat__unit", "repeat_1__unit"):
        a = l.Dense(4, "relu", name=f"{prefix}__dense")(h)
        a = l.Dense(4, name=f"{prefix}__dense_1")(a)
        h = l.ReLU()(l.Add()([h, a]))
    return keras.Model(x, l.Dense(1, name="dense_1")(h)), dict(optimizer=keras.optimizers.SGD(0.005), loss="mse"), dict(batch_size=3)
