"""Every optimizer and its options over several steps."""
import keras
from golden import case, features, numbers
from keras import layers, optimizers as o, regularizers as reg
from keras.optimizers import schedules as s

X, Y = features(12, 5), numbers(12)

OPTIMIZERS = {
    "sgd": ("sgd(0.1)", lambda: o.SGD(0.1)),
    "sgd_default": ("sgd", lambda: o.SGD()),
    "sgd_momentum": ("sgd(0.05, momentum=0.9)", lambda: o.SGD(0.05, momentum=0.9)),
    "sgd_nesterov": ("sgd(0.05, momentum=0.9, nesterov=true)", lambda: o.SGD(0.05, momentum=0.9, nesterov=True)),
    "adam_default": ("adam", lambda: o.Adam()),
    "adam_epsilon": ("adam(0.01, epsilon=0.1)", lambda: o.Adam(0.01, epsilon=0.1)),
    "adam_amsgrad": ("adam(0.02, amsgrad=true)", lambda: o.Adam(0.02, amsgrad=True)),
    "adamw": ("adamw(0.02, weight_decay=0.1)", lambda: o.AdamW(0.02, weight_decay=0.1)),
    "rmsprop": ("rmsprop(0.01)", lambda: o.RMSprop(0.01)),
    "rmsprop_momentum": ("rmsprop(0.01, momentum=0.5)", lambda: o.RMSprop(0.01, momentum=0.5)),
    "rmsprop_centered": ("rmsprop(0.01, centered=true)", lambda: o.RMSprop(0.01, centered=True)),
    "adagrad": ("adagrad(0.1)", lambda: o.Adagrad(0.1)),
    "adagrad_default": ("adagrad", lambda: o.Adagrad()),
    "adadelta": ("adadelta(1.0)", lambda: o.Adadelta(1.0)),
    "adamax": ("adamax(0.02)", lambda: o.Adamax(0.02)),
    "nadam": ("nadam(0.02)", lambda: o.Nadam(0.02)),
    "ftrl": ("ftrl(0.1)", lambda: o.Ftrl(0.1)),
    "lion": ("lion(0.01)", lambda: o.Lion(0.01)),
    "clipnorm": ("sgd(0.5, clipnorm=0.1)", lambda: o.SGD(0.5, clipnorm=0.1)),
    "clipvalue": ("adam(0.05, clipvalue=0.05)", lambda: o.Adam(0.05, clipvalue=0.05)),
    "global_clipnorm": ("sgd(0.5, global_clipnorm=0.1)", lambda: o.SGD(0.5, global_clipnorm=0.1)),
    "weight_decay": ("sgd(0.1, weight_decay=0.05)", lambda: o.SGD(0.1, weight_decay=0.05)),
    "ema": ("sgd(0.1, use_ema=true, ema_momentum=0.9, ema_overwrite_frequency=2)",
            lambda: o.SGD(0.1, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=2)),
    "exponential_decay": ("sgd(exponential_decay(0.1, decay_steps=2, decay_rate=0.5))", lambda: o.SGD(s.ExponentialDecay(0.1, 2, 0.5))),
    "exponential_decay_stairs": ("sgd(exponential_decay(0.1, decay_steps=2, decay_rate=0.5, staircase=true))",
                                 lambda: o.SGD(s.ExponentialDecay(0.1, 2, 0.5, staircase=True))),
    "inverse_time_decay": ("adam(inverse_time_decay(0.1, decay_steps=3, decay_rate=1))", lambda: o.Adam(s.InverseTimeDecay(0.1, 3, 1))),
    "polynomial_decay": ("sgd(polynomial_decay(0.1, decay_steps=5, power=2))", lambda: o.SGD(s.PolynomialDecay(0.1, 5, power=2))),
    "cosine_decay": ("sgd(cosine_decay(0.1, decay_steps=5, alpha=0.1))", lambda: o.SGD(s.CosineDecay(0.1, 5, alpha=0.1))),
    "cosine_decay_restarts": ("sgd(cosine_decay_restarts(0.1, first_decay_steps=2))", lambda: o.SGD(s.CosineDecayRestarts(0.1, 2))),
    "piecewise": ("sgd(piecewise_constant_decay([2, 4], [0.1, 0.05, 0.01]))", lambda: o.SGD(s.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01]))),
}
for key, (text, make) in OPTIMIZERS.items():
    @case(f"optimizer_{key}", f"""
model m {{
  input [5]
  dense 4 tanh regularizer=l2(0.01)
  dense 1
}}
train {{ optimizer: {text}, loss: mse, epochs: 3, batch_size: 4, shuffle: false }}
""", x=X, y=Y)
    def _(make=make):
        net = keras.Sequential([keras.Input((5,)), layers.Dense(4, "tanh", kernel_regularizer=reg.L2(0.01)), layers.Dense(1)])
        return net, dict(optimizer=make(), loss="mse"), dict(epochs=3)
