"""One application of a layer to small numbers, and everything that comes of it: what a case of test/goldens/layers holds.

`case(word, args, shapes, …)` runs Keras; `own(word, args, shapes, f, …)` runs a formula in numpy, for words that Keras lacks.
Both write the same record, in regnet's names:

    word, args          as a spec says them; a word in a value's place is {"word": …, "args": …}
    inputs              a tensor each: shape, data (row-major), and dtype where it is not float32
    named               which of them are arguments of the call by name: places in inputs
    call                other arguments of the call
    masks               of the inputs, null where there is none
    weights             in Keras's order: name, shape, data, and state: true where no optimizer moves it
    training, trainable of the call; false and true where absent
    draws               what Keras drew, in order: `uniform` in [0, 1) or `normal`; a kept value of a dropout mask is 0.999, a dropped one 0
    outputs, outMasks   its results and their masks
    losses              what it adds to the loss
    after               its state after the call, by weight
    gradients           of Σ output · c with c = 1/8 … 7/8, 1/8, …: by the float inputs and by the weights
    kinked              why no difference of results can follow the gradient
    refused             instead of all results: the exception with which Keras refused
    twin                `masked` or `int32`: the case before it once more, with masks or with whole numbers
    by                  `numpy` where no Keras stands behind it
"""
import inspect
import json
import os
import warnings
import zlib
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
# Everything here is compiled to be run once.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

warnings.filterwarnings("ignore")
FOLDER = Path(__file__).resolve().parent.parent.parent / "test" / "goldens" / "layers"
backend = keras.src.backend
CASES = []
CLASSES = {name.lower(): cls for name, cls in vars(keras.layers).items() if inspect.isclass(cls)}


def word(name, **args):
    return {"word": name, "args": args}


# ---- numbers: few digits in JSON, exact in float32

def generator(*what):
    """A case's numbers follow from what it is, so that a new case changes no other."""
    return np.random.default_rng(zlib.crc32(json.dumps(what).encode()))


def distinct(rng, shapes):
    """Numbers around 0 that all differ, none of them 0: no maximum has ties, and no kink is met."""
    sizes = [int(np.prod(s)) for s in shapes]
    n = sum(sizes)
    step = max(2.0 ** -7, 2.0 ** np.floor(np.log2(4 / n)))
    values = (rng.permutation(n) - (n - 1) // 2 - 0.5) * step
    return [a.reshape(s).astype("float32") for a, s in zip(np.split(values, np.cumsum(sizes)[:-1]), shapes)]


def eighths(rng, shape):
    return (rng.integers(-16, 17, shape) / 8).astype("float32")


def numbers(a):
    a = np.asarray(a)
    if a.dtype.kind == "f":
        return {"shape": list(a.shape), "data": [finite(f"{v:.8g}") for v in a.astype("float32").ravel().tolist()]}
    kind = {"b": "bool", "i": "int32", "u": "int32"}[a.dtype.kind]
    return {"shape": list(a.shape), "data": [int(v) for v in a.ravel()], "dtype": kind}


def finite(text):
    value = float(text)
    return int(value) if value == int(value) else value


def coefficients(shape):
    return ((np.arange(int(np.prod(shape))) % 7 + 1) / 8).astype("float32").reshape(shape)


# ---- Keras

def given(value):
    """An argument as Keras takes it."""
    if isinstance(value, list):
        return tuple(given(v) for v in value)
    if not (isinstance(value, dict) and "word" in value):
        return value
    name, args = value["word"], {k: given(v) for k, v in value["args"].items()}
    for module in (keras.regularizers, keras.constraints, keras.initializers):
        for key, cls in vars(module).items():
            if inspect.isclass(cls) and key.lower() == name.replace("_", ""):
                return cls(**args)
    return lambda x: getattr(keras.activations, name)(x, **args)


def made(name, args):
    cls = CLASSES.get(name.replace("_", ""))
    if cls is not None:
        return cls(**{k: argument(k, v) for k, v in args.items()})
    return keras.layers.Activation(given(word(name, **args)))


def argument(name, value):
    if name in ("layer", "backward_layer") and value:
        return made(value["word"], value["args"])
    return None if name == "merge_mode" and value == "none" else given(value)


class Drawn:
    """Keeps what Keras draws while it is entered. In place of its own dropout it multiplies by a mask, which can be kept."""

    def __enter__(self):
        self.draws, self.module = [], backend.random
        self.before = {name: getattr(self.module, name) for name in ("uniform", "normal", "dropout")}

        def uniform(shape, minval=0.0, maxval=1.0, **rest):
            drawn = self.before["uniform"](shape, minval, maxval, **rest)
            self.keep("uniform", (drawn - minval) / (maxval - minval))
            return drawn

        def normal(shape, mean=0.0, stddev=1.0, **rest):
            drawn = self.before["normal"](shape, mean, stddev, **rest)
            self.keep("normal", (drawn - mean) / stddev)
            return drawn

        def dropout(inputs, rate, noise_shape=None, seed=None):
            shape = [inputs.shape[i] if n is None else n for i, n in enumerate(noise_shape or [None] * inputs.ndim)]
            if rate in (0, 1):
                return self.before["dropout"](inputs, rate, noise_shape, seed)
            scale = self.before["dropout"](jnp.ones(shape, "float32"), rate, None, seed)
            self.keep("uniform", jnp.where(scale > 0, 0.999, 0))
            return inputs * scale

        for name, replaced in (("uniform", uniform), ("normal", normal), ("dropout", dropout)):
            setattr(self.module, name, replaced)
        return self

    def keep(self, kind, value):
        if not isinstance(value, jax.core.Tracer):
            self.draws.append({"of": kind, **numbers(value)})

    def __exit__(self, *_):
        for name, function in self.before.items():
            setattr(self.module, name, function)


def masked(x, mask):
    backend.set_keras_mask(x, None if mask is None else jnp.asarray(np.array(mask, bool)))
    return x


def listed(value):
    return list(value) if isinstance(value, (list, tuple)) else [value]


def set_weights(layer, rng):
    for v in layer.weights:
        if "seed" in v.path:
            continue
        value = eighths(rng, v.shape) / 2
        v.assign(np.abs(value) + 0.5 if "variance" in v.name else value)


# Keras takes what is named in a spec as one list of inputs.
LISTED = ("attention", "additive_attention")


def names(layer):
    """Of its weights, in Keras's order, but for the counters of random generators; those of a layer inside say which."""
    own = [(v, v.name) for v in layer.weights if "seed" not in v.path]
    if isinstance(layer, keras.layers.Bidirectional):
        forward = [v for v, _ in names(layer.forward_layer)]
        inside = dict((id(v), n) for side in (layer.forward_layer, layer.backward_layer) for v, n in names(side))
        return [(v, f"{'forward' if any(v is w for w in forward) else 'backward'}/{inside[id(v)]}") for v, _ in own]
    return names(layer.layer) if isinstance(layer, keras.layers.TimeDistributed) else own


def caller(layer, name, masks, training, named, call):
    """Keras's own call, masks and penalties included, for any weights and inputs."""
    kwargs = {"training": training} if "training" in inspect.signature(layer.call).parameters else {}
    kwargs |= call
    own = dict((id(v), n) for v, n in names(layer))
    frozen = [(v, v.value) for v in layer.non_trainable_variables]

    def run(tv, xs):
        mapping = [*zip(layer.trainable_variables, tv), *frozen]
        xs = [masked(x, m) for x, m in zip(xs, masks)]
        by_name = {} if name in LISTED else {n: [xs[i] for i in at] for n, at in named.items()}
        first = [x for i, x in enumerate(xs) if name in LISTED or not any(i in at for at in named.values())]
        with backend.StatelessScope(state_mapping=mapping, collect_losses=True) as scope:
            y = layer(first if len(first) > 1 else first[0], **by_name, **kwargs)
        after = {own[id(v)]: scope.get_current_value(v) for v, _ in frozen if "seed" not in v.path}
        return listed(y), after, scope.losses

    return run, [v.value for v in layer.trainable_variables]


def result(layer, name, xs, masks, training, named, call):
    run, tv = caller(layer, name, masks, training, named, call)
    with Drawn() as drawn:
        ys, after, losses = run(tv, [jnp.asarray(x) for x in xs])
    found = {"outputs": [numbers(y) for y in ys], "outMasks": [None if m is None else numbers(m) for m in map(backend.get_keras_mask, ys)]}
    if drawn.draws:
        found["draws"] = drawn.draws
    if losses:
        found["losses"] = [float(f"{float(v):.8g}") for v in losses]
    if training and layer.trainable and after:
        found["after"] = {name: numbers(a) for name, a in after.items()}
    if all(np.asarray(y).dtype.kind == "f" for y in ys):
        found["gradients"] = gradients(run, tv, xs, layer)
    return found


def gradients(run, tv, xs, layer):
    floats = [i for i, x in enumerate(xs) if x.dtype.kind == "f"]

    def loss(tv, moved):
        moved = dict(zip(floats, moved))
        return sum(jnp.sum(y * coefficients(y.shape)) for y in run(tv, [moved.get(i, jnp.asarray(x)) for i, x in enumerate(xs)])[0])

    with Drawn():
        by_weights, by_inputs = jax.grad(loss, (0, 1))(tv, [jnp.asarray(xs[i]) for i in floats])
    by_inputs = dict(zip(floats, by_inputs))
    own = dict((id(v), n) for v, n in names(layer))
    return {"inputs": [numbers(by_inputs[i]) if i in by_inputs else None for i in range(len(xs))],
            "weights": {own[id(v)]: numbers(g) for v, g in zip(layer.trainable_variables, by_weights)}}


def record(name, args, xs, masks, training, trainable, kinked, twin=None, named=None, call=None):
    keras.utils.clear_session()
    named, call = named or {}, call or {}
    found = {"word": name, "args": args, "inputs": [numbers(x) for x in xs], **({"named": named} if named else {}), **({"call": call} if call else {})}
    if any(m is not None for m in masks):
        found["masks"] = [None if m is None else numbers(np.array(m, bool)) for m in masks]
    if training:
        found["training"] = True
    if not trainable:
        found["trainable"] = False
    if kinked:
        found["kinked"] = kinked
    if twin:
        found["twin"] = twin
    try:
        layer = made(name, args)
        if not layer.built:
            first = [x for i, x in enumerate(xs) if name in LISTED or not any(i in at for at in named.values())]
            layer.build([x.shape for x in first] if len(first) > 1 else first[0].shape)
        set_weights(layer, generator(name, args, [list(x.shape) for x in xs]))
        state = {id(v) for v in layer.non_trainable_variables}
        layer.trainable = trainable
        weights = [{"name": n, **numbers(v.numpy()), **({"state": True} if id(v) in state else {})} for v, n in names(layer)]
        found |= {"weights": weights, **result(layer, name, xs, masks, training, named, call)}
    except Exception as error:  # Keras raises many types; what counts is that it refuses
        if twin is None:
            raise
        found["refused"] = type(error).__name__
    CASES.append(found)


def case(name, args, shapes, *, masks=None, training=False, trainable=True, rows=2, x=None, twins=True, kinked=None, named=None, call=None):
    """Inputs of these shapes, without the rows; or `x`, the inputs themselves. The first case of a word and of its input's rank
    gets a twin with masks, the first of a word one with whole numbers."""
    rng = generator(name, args, shapes, rows)
    xs = x if x is not None else distinct(rng, [[rows, *s] for s in shapes])
    none = [None] * len(xs)
    seen = {(c["word"], len(c["inputs"][0]["shape"]), len(c["inputs"])) for c in CASES}
    first = not any(c["word"] == name for c in CASES)
    first_of_rank = (name, xs[0].ndim, len(xs)) not in seen
    record(name, args, xs, masks or none, training, trainable, kinked, None, named, call)
    if masks is None and twins and first_of_rank and xs[0].ndim > 2:
        given = [steps(rng, a.shape) if a.ndim > 2 else None for a in xs]
        record(name, args, xs, given, training, trainable, kinked, "masked", named, call)
        if len(xs) > 1:
            record(name, args, xs, [*given[:-1], None], training, trainable, kinked, "masked", named, call)
    if twins and first and all(a.dtype.kind == "f" for a in xs):
        record(name, args, [rng.integers(-4, 5, a.shape).astype("int32") for a in xs], none, training, trainable, kinked, "int32", named, call)


def steps(rng, shape):
    """A mask of steps, of which the last row has none but the first."""
    mask = rng.integers(0, 2, shape[:2]).astype(bool)
    mask[0, 0], mask[0, -1], mask[-1] = True, shape[1] < 2, False
    mask[-1, 0] = True
    return mask.tolist()


# ---- words that Keras lacks

def own(name, args, shapes, f, *, weights=(), rows=2):
    """`f(xs, weights)` in float64 gives the result; the gradients are its central differences."""
    rng = generator(name, args, shapes, rows)
    xs = [a.astype("float64") for a in distinct(rng, [[rows, *s] for s in shapes])]
    ws = {w: eighths(rng, shape).astype("float64") for w, shape in weights}
    y = f(xs, ws)

    def slope(a):
        g = np.zeros_like(a)
        for i in np.ndindex(*a.shape):
            kept, ends = a[i], []
            for h in (1e-6, -1e-6):
                a[i] = kept + h
                ends.append(np.sum(f(xs, ws) * coefficients(y.shape)))
            a[i], g[i] = kept, (ends[0] - ends[1]) / 2e-6
        return numbers(g)

    CASES.append({"word": name, "args": args, "by": "numpy", "inputs": [numbers(x) for x in xs],
                  "weights": [{"name": w, **numbers(a)} for w, a in ws.items()], "outputs": [numbers(y)], "outMasks": [None],
                  "gradients": {"inputs": [slope(x) for x in xs], "weights": {w: slope(a) for w, a in ws.items()}}})


def write(topic, folder=FOLDER):
    """The cases since the last call, as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    body = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in CASES)
    (folder / f"{topic}.json").write_text(f'{{"keras": "{keras.__version__}", "cases": [\n{body}\n]}}\n')
    print(topic, len(CASES), flush=True)
    CASES.clear()
    jax.clear_caches()
