"""What a golden case is, and how it is run with real Keras."""
import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
import keras  # noqa: E402
import numpy as np  # noqa: E402

CASES = {}
FOLDER = Path(__file__).resolve().parent.parent / "test" / "goldens" / "training"

# What Keras does on TensorFlow, with the largest difference that can come of it (2 is that of numbers of opposite sign).
TF_SQUARES_APART = {"tensorflow": (2.0, "optimizers on TensorFlow square the gradients of an embedding's repeated rows apart")}
TF_MEAN_OF_BATCHES = {"tensorflow": (0.2, "outputs' own losses on TensorFlow are means of batches: a short batch counts as much as a whole one")}

TF_BICUBIC_TABLE = {"tensorflow": (0.01, "TensorFlow takes bicubic weights from a table of 1024 places between two pixels, where it does not antialias")}

JAX_METRICS_UNMASKED = {"jax": (0.1, "fit on JAX loses the mask before its metrics; evaluate on JAX, and everything on TensorFlow, has it")}


def case(name, spec, *, x, y, rtol=1e-5, validation=None, sample_weight=None, class_weight=None, made_with="jax", differs=None,
         phases=None, note=None):
    """Registers a case; the decorated function returns (model, compile arguments, fit arguments).

    A training in `phases` has a list of (name, spec, names of layers that are frozen), where each spec is the same model with the train
    block of that phase and the first is `spec`. Its function returns (model, list of (compile arguments, fit arguments)).

    `made_with` is the back end that its golden comes from: JAX, unless JAX does not do there what Keras says; the note then says what.
    `differs` names the back ends whose numbers are known to be others than the golden's, each with (largest difference, cause):
    `compare.py` fails where a difference is larger, and where there is none.
    """
    def register(build):
        assert name not in CASES, name
        CASES[name] = dict(name=name, spec=spec, x=x, y=y, rtol=rtol, validation=validation, sample_weight=sample_weight,
                           class_weight=class_weight, phases=phases, build=build, made_with=made_with, differs=differs or {},
                           note=note)
        return build
    return register


def rng(seed):
    return np.random.default_rng(seed)


def features(rows, *shape, seed=0):
    return rng(seed).normal(size=(rows, *shape)).astype("float32")


def classes(rows, n, seed=1):
    return rng(seed).integers(0, n, size=(rows,)).astype("int32")


def onehot(rows, n, seed=1):
    return np.eye(n, dtype="float32")[classes(rows, n, seed)]


def numbers(rows, n=1, seed=2):
    return rng(seed).normal(size=(rows, n)).astype("float32")


def _flat(a):
    return [float(f"{v:.9g}") if a.dtype.kind == "f" else int(v) for v in np.asarray(a).ravel().tolist()]


def _array(a):
    a = np.asarray(a)
    return {"shape": list(a.shape), "dtype": "int32" if a.dtype.kind in "iu" else "float32", "data": _flat(a)}


def _named(value, default):
    return {k: _array(v) for k, v in value.items()} if isinstance(value, dict) else {default: _array(value)}


def _variables(model):
    """By `layer/weight`, in Keras's order; nested models give `model/layer/weight`. Counters of random generators are left out.

    A layer that several models share says by `spec_name` what it is called in the spec; it is named once."""
    out = {}

    def visit(layer, prefix):
        if hasattr(layer, "layers"):
            for inner in layer.layers:
                visit(inner, prefix)
            return
        for w in layer.weights:
            if "seed_generator" in w.path:
                continue
            # Keras forbids "/" in layer names; a block's prefix is written with "__" there.
            name = getattr(layer, "spec_name", f"{prefix}{layer.name}")
            # The two readers of a bidirectional layer have weights of the same names.
            reader = ""
            if hasattr(layer, "backward_layer"):
                reader = "forward/" if any(w is own for own in layer.forward_layer.weights) else "backward/"
            out[f"{name}/{reader}{w.name}".replace("__", "/")] = w
    for layer in model.layers:
        visit(layer, f"{layer.name}/" if hasattr(layer, "layers") else "")
    return out


def _weights(model):
    return {name: _array(keras.ops.convert_to_numpy(w.value)) for name, w in _variables(model).items()}


def _start_from(model, initial):
    """Gives every weight the golden's value. A golden that does not name exactly this model's weights is another model's."""
    variables = _variables(model)
    if list(variables) != list(initial):
        raise ValueError(f"the golden starts {list(initial)}, but the model of the case has {list(variables)}")
    for name, w in variables.items():
        w.assign(array(initial[name]))


def array(given):
    """The numpy array of a golden's JSON."""
    return np.array(given["data"], given["dtype"]).reshape(given["shape"])


def _given(named, like):
    """Arrays of a golden in the form in which Keras took them: one array, or a dict by name."""
    return {k: array(v) for k, v in named.items()} if isinstance(like, dict) else array(next(iter(named.values())))


def _perturb(model, seed):
    """Starts every weight at a seeded value that is no special point (zeros hide errors); state such as moving means stays."""
    r = rng(seed)
    for w in model.trainable_weights + [v for l in model.layers if not l.trainable for v in l.weights if "moving" not in v.name]:
        value = keras.ops.convert_to_numpy(w.value)
        if value.dtype.kind == "f":
            w.assign(value + r.normal(scale=0.05, size=value.shape).astype("float32"))


def from_golden(c, kept):
    """The case with the data of its committed golden instead of what the script would draw."""
    validation = kept["validation"]
    if validation is not None:
        weight = validation["sample_weight"]
        validation = (_given(validation["x"], c["validation"][0]), _given(validation["y"], c["validation"][1]),
                      *(() if weight is None else (array(weight),)))
    weight = kept["sample_weight"]
    return {**c, "x": _given(kept["x"], c["x"]), "y": _given(kept["y"], c["y"]), "validation": validation,
            "sample_weight": None if weight is None else array(weight)}


def _freeze(model, names):
    for layer in model.layers:
        layer.trainable = layer.name not in names


def run(c, initial=None):
    """Trains the case from `initial` (of a golden), or from weights that it draws; gives a golden."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(7)
    model, *built = c["build"]()
    stages = built[0] if c["phases"] else [built]
    frozen = [names for _, _, names in c["phases"] or [(None, None, [])]]
    if c["phases"]:
        _freeze(model, frozen[0])
    model.compile(**stages[0][0])
    if initial is None:
        _perturb(model, 11)
    else:
        _start_from(model, initial)
    start = _weights(model)
    done, logs = 0, {}
    for place, (compile_args, fit_args) in enumerate(stages):
        if place > 0:
            _freeze(model, frozen[place])
            model.compile(**compile_args)
        fit = dict(epochs=2, batch_size=4, shuffle=False, verbose=0)
        fit.update(fit_args)
        fit.update(initial_epoch=done, epochs=done + fit["epochs"])
        if c["validation"] is not None:
            fit["validation_data"] = c["validation"]
        if c["sample_weight"] is not None:
            fit["sample_weight"] = c["sample_weight"]
        if c["class_weight"] is not None:
            fit["class_weight"] = c["class_weight"]
        history = model.fit(c["x"], c["y"], **fit)
        done += len(history.epoch)
        for key, values in history.history.items():
            logs[key] = logs.get(key, []) + values
    evaluated = model.evaluate(*(c["validation"] or (c["x"], c["y"]))[:2], batch_size=fit["batch_size"], verbose=0, return_dict=True)
    inputs = [t.name for t in model.inputs]
    outputs = list(getattr(model, "output_names", None) or [model.layers[-1].name])
    golden = {
        "name": c["name"],
        "note": c["note"],
        "spec": c["spec"].strip() + "\n",
        **({} if not c["phases"] else {
            "phases": [{"name": name, "spec": spec.strip() + "\n", "freeze": names} for name, spec, names in c["phases"]]}),
        "rtol": c["rtol"],
        "x": _named(c["x"], inputs[0]),
        "y": _named(c["y"], outputs[0]),
        "sample_weight": None if c["sample_weight"] is None else _array(c["sample_weight"]),
        "validation": None if c["validation"] is None else {
            "x": _named(c["validation"][0], inputs[0]),
            "y": _named(c["validation"][1], outputs[0]),
            "sample_weight": _array(c["validation"][2]) if len(c["validation"]) > 2 else None,
        },
        "initial": start,
        "expected": {
            "epochs": done,
            "history": {k: [float(f"{float(v):.9g}") for v in vs] for k, vs in logs.items()},
            "evaluate": {k: float(f"{float(v):.9g}") for k, v in evaluated.items()},
            "weights": _weights(model),
        },
    }
    return golden


def write(golden):
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{golden['name']}.json"
    path.write_text(json.dumps(golden, separators=(",", ":"), allow_nan=False) + "\n")
