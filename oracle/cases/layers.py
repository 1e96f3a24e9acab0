"""Each layer word trained for a few steps: forward and gradient together."""
import keras
from golden import TF_BICUBIC_TABLE, TF_SQUARES_APART, case, classes, features, numbers
from keras import activations as a, constraints as con, layers as l, regularizers as reg

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
    # Chains of what is rare, so that each word is trained somewhere.
    "volumes": ((4, 4, 4, 2), "zero_padding3d 1; conv3d 3 2 tanh dilation_rate=2; max_pooling3d 2; up_sampling3d 2; spatial_dropout3d 0; cropping3d [[1, 0], [0, 1], [1, 1]]; global_average_pooling3d",
                lambda: [l.ZeroPadding3D(1), l.Conv3D(3, 2, activation="tanh", dilation_rate=2), l.MaxPooling3D(2), l.UpSampling3D(2), l.SpatialDropout3D(0),
                         l.Cropping3D(((1, 0), (0, 1), (1, 1))), l.GlobalAveragePooling3D()]),
    "volumes_transposed": ((3, 3, 3, 2), "conv3d_transpose 2 2 tanh strides=2 regularizer=l2(0.1); average_pooling3d 2; conv3d 4 2 same strides=2 use_bias=false { groups: 2, kernel_constraint: unit_norm([0, 1, 2, 3]) }; global_max_pooling3d",
                           lambda: [l.Conv3DTranspose(2, 2, activation="tanh", strides=2, kernel_regularizer=reg.L2(0.1)), l.AveragePooling3D(2),
                                    l.Conv3D(4, 2, padding="same", strides=2, use_bias=False, groups=2, kernel_constraint=con.UnitNorm([0, 1, 2, 3])), l.GlobalMaxPooling3D()]),
    "sequences": ((9, 4), "zero_padding1d [2, 1]; conv1d 4 3 tanh strides=2 use_bias=false { groups: 2, kernel_regularizer: l1(0.02), activity_regularizer: l2(0.02) }; spatial_dropout1d 0; "
                  "depthwise_conv1d 2 depth_multiplier=2; up_sampling1d 2; cropping1d [1, 0]; average_pooling1d 3 same strides=1; max_pooling1d 3 same strides=2; global_max_pooling1d keepdims=true",
                  lambda: [l.ZeroPadding1D((2, 1)), l.Conv1D(4, 3, activation="tanh", strides=2, use_bias=False, groups=2, kernel_regularizer=reg.L1(0.02), activity_regularizer=reg.L2(0.02)),
                           l.SpatialDropout1D(0), l.DepthwiseConv1D(2, depth_multiplier=2), l.UpSampling1D(2), l.Cropping1D((1, 0)), l.AveragePooling1D(3, padding="same", strides=1),
                           l.MaxPooling1D(3, padding="same", strides=2), l.GlobalMaxPooling1D(keepdims=True)]),
    "images": ((7, 7, 2), "center_crop 6 5; depthwise_conv2d 2 tanh strides=2 same { depthwise_constraint: min_max_norm(0.2, 0.5, 0.7, [0, 1]) }; up_sampling2d 2x3 bilinear; "
               "prelu shared_axes=[1, 2] { alpha_constraint: non_neg }; spatial_dropout2d 0; separable_conv2d 3 2 dilation_rate=2 depth_multiplier=2 use_bias=false { pointwise_constraint: max_norm(0.5, [0, 1, 2]) }; "
               "identity; global_average_pooling2d keepdims=true",
               lambda: [l.CenterCrop(6, 5), l.DepthwiseConv2D(2, activation="tanh", strides=2, padding="same", depthwise_constraint=con.MinMaxNorm(0.2, 0.5, 0.7, [0, 1])),
                        l.UpSampling2D((2, 3), interpolation="bilinear"), l.PReLU(shared_axes=[1, 2], alpha_constraint=con.NonNeg()), l.SpatialDropout2D(0),
                        l.SeparableConv2D(3, 2, dilation_rate=2, depth_multiplier=2, use_bias=False, pointwise_constraint=con.MaxNorm(0.5, [0, 1, 2])), l.Identity(),
                        l.GlobalAveragePooling2D(keepdims=True)]),
    "images_transposed": ((3, 3, 2), "conv2d_transpose 3 3 tanh strides=2 padding=same output_padding=1 { kernel_constraint: max_norm(0.6, [0, 1, 3]), bias_regularizer: l2(0.1) }; "
                          "conv2d_transpose 2 2 dilation_rate=2 use_bias=false; conv2d 2 3 { kernel_constraint: unit_norm([0, 1, 2]), bias_constraint: non_neg }",
                          lambda: [l.Conv2DTranspose(3, 3, activation="tanh", strides=2, padding="same", output_padding=1, kernel_constraint=con.MaxNorm(0.6, [0, 1, 3]), bias_regularizer=reg.L2(0.1)),
                                   l.Conv2DTranspose(2, 2, dilation_rate=2, use_bias=False), l.Conv2D(2, 3, kernel_constraint=con.UnitNorm([0, 1, 2]), bias_constraint=con.NonNeg())]),
    "images_resized": ((4, 5, 2), "conv2d 2 1; resizing 8 6 bicubic; conv2d 2 2; resizing 4 4 crop_to_aspect_ratio; conv2d 2 1; resizing 3 2 antialias; normalization { mean: [0.5, 1], variance: [2, 0.5], invert: true }",
                       lambda: [l.Conv2D(2, 1), l.Resizing(8, 6, "bicubic"), l.Conv2D(2, 2), l.Resizing(4, 4, crop_to_aspect_ratio=True), l.Conv2D(2, 1), l.Resizing(3, 2, antialias=True),
                                l.Normalization(mean=[0.5, 1.0], variance=[2.0, 0.5], invert=True)]),
    "normalizations": ((3, 4), "dense 6 use_bias=false; batch_normalization { axis: 1, epsilon: 0.1, beta_regularizer: l2(0.1) }; layer_normalization { axis: [1, 2], epsilon: 0.01, beta_constraint: non_neg }; alpha_dropout 0; "
                       "group_normalization 3 { epsilon: 0.05, scale: false }; rms_normalization epsilon=0.1; gaussian_dropout 0; dense 4; unit_normalization axis=[1, 2]",
                       lambda: [l.Dense(6, use_bias=False), l.BatchNormalization(axis=1, epsilon=0.1, beta_regularizer=reg.L2(0.1)), l.LayerNormalization(axis=[1, 2], epsilon=0.01, beta_constraint=con.NonNeg()),
                                l.AlphaDropout(0), l.GroupNormalization(3, epsilon=0.05, scale=False), l.RMSNormalization(epsilon=0.1), l.GaussianDropout(0), l.Dense(4), l.UnitNormalization(axis=[1, 2])]),
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
""", x=features(8, *shape), y=Y, validation=(features(5, *shape, seed=5), numbers(5, seed=6)), differs=TF_BICUBIC_TABLE if "bicubic" in text else None)
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

# Every activation beside the same dense layer: those without arguments as statements of their own, the others as arguments.
PLAIN = ["exponential", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "softmax", "softplus",
         "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "tanh", "tanh_shrink"]
WITH_ARGUMENTS = {
    "celu(0.5)": lambda x: a.celu(x, 0.5), "elu(0.5)": lambda x: a.elu(x, 0.5), "gelu(approximate=true)": lambda x: a.gelu(x, True), "hard_shrink(0.1)": lambda x: a.hard_shrink(x, 0.1),
    "leaky_relu(0.1)": lambda x: a.leaky_relu(x, 0.1), "relu(max_value=0.6, negative_slope=0.2, threshold=0.1)": lambda x: a.relu(x, 0.2, 0.6, 0.1),
    "soft_shrink(0.1)": lambda x: a.soft_shrink(x, 0.1), "squareplus(1)": lambda x: a.squareplus(x, 1), "threshold(0.1, -0.2)": lambda x: a.threshold(x, 0.1, -0.2),
}
ACTIVATIONS = {
    "statements": [(name, name, lambda name=name: l.Activation(name)) for name in PLAIN],
    "arguments": [(text, f"activation {text}", lambda f=f: l.Activation(f)) for text, f in WITH_ARGUMENTS.items()],
}
for key, kinds in ACTIVATIONS.items():
    lines = "\n  ".join(f"{text} from h as a{i}" for i, (_, text, _) in enumerate(kinds))

    @case(f"activation_{key}", f"""
model m {{
  input [5] as x
  dense 4 from x as h
  {lines}
  concatenate from {", ".join(f"a{i}" for i in range(len(kinds)))}
  dense 1
}}
train {{ optimizer: sgd(0.02), loss: mse, epochs: 2, batch_size: 3, shuffle: false }}
""", x=features(8, 5), y=Y)
    def _(kinds=kinds):
        x = keras.Input((5,), name="x")
        h = l.Dense(4, name="h")(x)
        outputs = [make()(h) for _, _, make in kinds]
        return keras.Model(x, l.Dense(1, name="dense")(l.Concatenate()(outputs))), dict(optimizer=keras.optimizers.SGD(0.02), loss="mse"), dict(batch_size=3)


@case("merge_sequences", """
model m {
  input [5, 3] as x
  dense 4 tanh from x as h
  dense 4 sigmoid from x as g
  concatenate 1 from h, g as long
  dot [2, 2] from h, long as scores
  dot -1 normalize from h, g as cosines
  flatten from scores as one
  flatten from cosines as two
  concatenate from one, two
  dense 1
}
train { optimizer: sgd(0.005), loss: mse, epochs: 2, batch_size: 3, shuffle: false }
""", x=features(8, 5, 3), y=Y)
def _():
    x = keras.Input((5, 3), name="x")
    h, g = l.Dense(4, "tanh", name="h")(x), l.Dense(4, "sigmoid", name="g")(x)
    scores = l.Dot([2, 2])([h, l.Concatenate(1)([h, g])])
    both = l.Concatenate()([l.Flatten()(scores), l.Flatten()(l.Dot(-1, normalize=True)([h, g]))])
    return keras.Model(x, l.Dense(1, name="dense")(both)), dict(optimizer=keras.optimizers.SGD(0.005), loss="mse"), dict(batch_size=3)


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
