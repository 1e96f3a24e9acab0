"""L1, L2, biases, activities, shared and frozen layers: which numbers hold the penalty, and how often it is counted."""
import keras
from golden import case, classes, features, numbers
from keras import layers, regularizers as reg

X, Y = features(12, 5), numbers(12)
V = (features(8, 5, seed=5), numbers(8, seed=6))


def net(*hidden, inputs=5):
    return keras.Sequential([keras.Input((inputs,)), *hidden])


def sgd(**kw):
    return dict(optimizer=keras.optimizers.SGD(0.05), loss="mse", **kw)


SPEC = """
model m {{
  input [5]
  {hidden}
  dense 1
}}
train {{ optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 4, shuffle: false{more} }}
"""

PENALTIES = {
    "l1": ("l1(0.02)", lambda: reg.L1(0.02)),
    "l1_default": ("l1", lambda: reg.L1()),
    "l2": ("l2(0.03)", lambda: reg.L2(0.03)),
    "l2_default": ("l2", lambda: reg.L2()),
    "l1_l2": ("l1_l2(0.01, 0.02)", lambda: reg.L1L2(0.01, 0.02)),
    "l1_l2_one": ("l1_l2(l1=0.05)", lambda: reg.L1L2(l1=0.05)),
    "sum": ("l1(0.01) + l2(0.02)", lambda: reg.L1L2(0.01, 0.02)),
    "orthogonal": ("orthogonal_regularizer(0.05)", lambda: reg.OrthogonalRegularizer(0.05)),
    "orthogonal_columns": ("orthogonal_regularizer(0.05, mode=columns)", lambda: reg.OrthogonalRegularizer(0.05, mode="columns")),
}
for key, (text, make) in PENALTIES.items():
    @case(f"penalty_{key}", SPEC.format(hidden=f"dense 4 tanh {{ regularizer: {text} }}", more=""), x=X, y=Y, validation=V)
    def _(make=make):
        return net(layers.Dense(4, "tanh", kernel_regularizer=make()), layers.Dense(1)), sgd(), {}


@case("penalty_bias", SPEC.format(hidden="dense 4 relu { bias_regularizer: l2(0.1), kernel_regularizer: l1(0.01) }", more=""), x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "relu", bias_regularizer=reg.L2(0.1), kernel_regularizer=reg.L1(0.01)), layers.Dense(1)), sgd(), {}


@case("penalty_activity_l2", SPEC.format(hidden="dense 4 tanh { activity_regularizer: l2(0.05) }", more=""), x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "tanh", activity_regularizer=reg.L2(0.05)), layers.Dense(1)), sgd(), {}


@case("penalty_activity_l1_short_batch", """
model m {
  input [5]
  dense 4 tanh { activity_regularizer: l1(0.05), kernel_regularizer: l2(0.01) }
  dense 1
}
train { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 5, shuffle: false }
""", x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "tanh", activity_regularizer=reg.L1(0.05), kernel_regularizer=reg.L2(0.01)), layers.Dense(1)), sgd(), dict(batch_size=5)


@case("activity_regularization_layer", SPEC.format(hidden="dense 4 tanh; activity_regularization l1=0.02 l2=0.03", more=""), x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "tanh"), layers.ActivityRegularization(l1=0.02, l2=0.03), layers.Dense(1)), sgd(), {}


@case("penalty_in_every_layer", """
defaults { regularizer: l2(0.01) }
model m {
  input [5]
  dense 4 tanh
  dense 3 relu regularizer=l1(0.02)
  dense 1 regularizer=none
}
train { optimizer: sgd(0.05), loss: mse, metrics: [mae], epochs: 2, batch_size: 4, shuffle: false }
""", x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "tanh", kernel_regularizer=reg.L2(0.01)), layers.Dense(3, "relu", kernel_regularizer=reg.L1(0.02)), layers.Dense(1)), sgd(metrics=["mae"]), {}


@case("penalty_frozen_layer", SPEC.format(hidden="dense 4 tanh { regularizer: l2(0.5), trainable: false }", more=""), x=X, y=Y, validation=V)
def _():
    return net(layers.Dense(4, "tanh", kernel_regularizer=reg.L2(0.5), trainable=False), layers.Dense(1)), sgd(), {}


SHARED = """
model encoder {
  dense 4 tanh regularizer=l2(0.05)
}
model m {
  input [5] as left
  input [5] as right
  encoder from left as a
  encoder from right as b
  add from a, b
  dense 1
}
train m { optimizer: sgd(0.05), loss: mse, epochs: 2, batch_size: 4, shuffle: false }
"""


@case("penalty_shared_layer", SHARED, x={"left": X, "right": features(12, 5, seed=9)}, y=Y,
      validation=({"left": V[0], "right": features(8, 5, seed=10)}, V[1]))
def _():
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    # A model of a single layer is that layer.
    shared = layers.Dense(4, "tanh", kernel_regularizer=reg.L2(0.05), name="encoder")
    return keras.Model([left, right], layers.Dense(1)(layers.Add()([shared(left), shared(right)]))), sgd(), {}


CONSTRAINTS = {
    "max_norm": ("max_norm(0.5)", lambda: keras.constraints.MaxNorm(0.5)),
    "max_norm_axis": ("max_norm(0.4, axis=1)", lambda: keras.constraints.MaxNorm(0.4, axis=1)),
    "unit_norm": ("unit_norm", lambda: keras.constraints.UnitNorm()),
    "non_neg": ("non_neg", lambda: keras.constraints.NonNeg()),
    "min_max_norm": ("min_max_norm(0.3, 0.6, rate=0.5)", lambda: keras.constraints.MinMaxNorm(0.3, 0.6, rate=0.5)),
}
OPTIMIZERS = {"sgd": ("sgd(0.1)", lambda: keras.optimizers.SGD(0.1)), "adam": ("adam(0.05)", lambda: keras.optimizers.Adam(0.05))}
for key, (text, make) in CONSTRAINTS.items():
    for okey, (otext, omake) in OPTIMIZERS.items():
        @case(f"constraint_{key}_{okey}", f"""
model m {{
  input [5]
  dense 4 tanh {{ kernel_constraint: {text}, bias_constraint: non_neg }}
  dense 1
}}
train {{ optimizer: {otext}, loss: mse, epochs: 2, batch_size: 4, shuffle: false }}
""", x=X, y=Y)
        def _(make=make, omake=omake):
            return (net(layers.Dense(4, "tanh", kernel_constraint=make(), bias_constraint=keras.constraints.NonNeg()), layers.Dense(1)),
                    dict(optimizer=omake(), loss="mse"), {})
