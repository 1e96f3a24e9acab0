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
    "cosine_decay_warmup": ("adam(cosine_decay(0.01, decay_steps=5, warmup_target=0.1, warmup_steps=3))",
                            lambda: o.Adam(s.CosineDecay(0.01, 5, warmup_target=0.1, warmup_steps=3))),
    "cosine_decay_restarts_grown": ("sgd(cosine_decay_restarts(0.1, first_decay_steps=2, t_mul=1.5, m_mul=0.8, alpha=0.1))",
                                    lambda: o.SGD(s.CosineDecayRestarts(0.1, 2, t_mul=1.5, m_mul=0.8, alpha=0.1))),
    "polynomial_decay_cycle": ("rmsprop(polynomial_decay(0.05, decay_steps=4, end_learning_rate=0.01, cycle=true))",
                               lambda: o.RMSprop(s.PolynomialDecay(0.05, 4, 0.01, cycle=True))),
    "inverse_time_decay_stairs": ("sgd(inverse_time_decay(0.1, decay_steps=3, decay_rate=1, staircase=true))",
                                  lambda: o.SGD(s.InverseTimeDecay(0.1, 3, 1, staircase=True))),
    "ema_to_the_end": ("adam(0.05, use_ema=true, ema_momentum=0.8)", lambda: o.Adam(0.05, use_ema=True, ema_momentum=0.8)),
    "piecewise": ("sgd(piecewise_constant_decay([2, 4], [0.1, 0.05, 0.01]))", lambda: o.SGD(s.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01]))),
}

# What is the optimizer's own, beside the first four and what all have in common: (class, rate, own arguments).
OWN = {
    "sgd": (o.SGD, 0.1, dict(momentum=0.8, nesterov=True)),
    "adam": (o.Adam, 0.02, dict(beta_1=0.6, beta_2=0.9, amsgrad=True)),
    "adamw": (o.AdamW, 0.02, dict(beta_1=0.6, beta_2=0.9, epsilon=0.01)),
    "rmsprop": (o.RMSprop, 0.01, dict(rho=0.7, momentum=0.3, epsilon=0.01)),
    "adagrad": (o.Adagrad, 0.1, dict(initial_accumulator_value=0.5, epsilon=0.01)),
    "adadelta": (o.Adadelta, 1.0, dict(rho=0.8, epsilon=0.001)),
    "adamax": (o.Adamax, 0.02, dict(beta_1=0.6, beta_2=0.9, epsilon=0.01)),
    "nadam": (o.Nadam, 0.02, dict(beta_1=0.6, beta_2=0.9, epsilon=0.01)),
    # A small start: beside a large one the squares of clipped gradients drown in float32, whoever adds them up.
    "ftrl": (o.Ftrl, 0.1, dict(learning_rate_power=-0.4, initial_accumulator_value=0.01, l1_regularization_strength=0.01,
                               l2_regularization_strength=0.1, l2_shrinkage_regularization_strength=0.05, beta=0.2)),
    "lion": (o.Lion, 0.01, dict(beta_1=0.7, beta_2=0.8)),
    "lamb": (o.Lamb, 0.05, dict(beta_1=0.7, beta_2=0.9, epsilon=0.01)),
    "adafactor": (o.Adafactor, 0.5, dict(beta_2_decay=-0.5, epsilon_2=0.01, clip_threshold=0.5)),
}
# What all optimizers have in common: decay, averages and a way of clipping in one case, each way in turn.
AROUND = dict(weight_decay=0.1, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=2)
CLIPS = [dict(clipnorm=0.2), dict(clipvalue=0.1), dict(global_clipnorm=0.3)]


def written(value):
    return str(value).lower()


def optimizer(name, rate, cls, args):
    return f"{name}({rate}, {', '.join(f'{k}={written(v)}' for k, v in args.items())})", lambda: cls(rate, **args)


for i, (name, (cls, rate, own)) in enumerate(OWN.items()):
    if name in ("sgd", "adam", "adamw", "rmsprop"):
        OPTIMIZERS[f"{name}_own"] = optimizer(name, rate, cls, {**own, **CLIPS[(i + 1) % 3]})
        OPTIMIZERS[f"{name}_around"] = optimizer(name, rate, cls, {**AROUND, **CLIPS[i % 3]})
    else:
        OPTIMIZERS[f"{name}_own_around"] = optimizer(name, rate, cls, {**own, **AROUND, **CLIPS[i % 3]})
OPTIMIZERS["lamb"] = ("lamb(0.05)", lambda: o.Lamb(0.05))
OPTIMIZERS["adafactor"] = ("adafactor(0.5)", lambda: o.Adafactor(0.5))
OPTIMIZERS["adafactor_default"] = ("adafactor", lambda: o.Adafactor())

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
