"""Writes test/goldens/keras-names.json: Keras's public classes and functions with their parameters and defaults.

Run with KERAS_BACKEND=jax and Keras 3.15. The conformance test of the catalogue compares every word with it.
"""

import inspect
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras

MODULES = ["layers", "activations", "initializers", "regularizers", "constraints", "losses", "metrics", "optimizers", "callbacks"]


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else {"repr": repr(value)}


def parameters(thing):
    call = thing.__init__ if inspect.isclass(thing) else thing
    found = []
    for p in inspect.signature(call).parameters.values():
        if p.name == "self" or p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL):
            continue
        entry = {"name": p.name}
        if p.default is not p.empty:
            entry["default"] = plain(p.default)
        found.append(entry)
    return found


def public(module):
    names = {}
    for name in sorted(dir(module)):
        thing = getattr(module, name)
        if name.startswith("_") or not callable(thing):
            continue
        try:
            names[name] = parameters(thing)
        except (TypeError, ValueError):
            names[name] = []
    return names


def directions():
    """By metric, what `mode="auto"` takes to be better: a monitored metric without a direction is an error in Keras."""
    found = {}
    for name, metric in ((n, getattr(keras.metrics, n)) for n in sorted(dir(keras.metrics))):
        if inspect.isclass(metric):
            needed = [p["name"] for p in parameters(metric) if "default" not in p]
            given = {n: {"num_classes": 3, "target_class_ids": [0], "fn": abs}.get(n, 0.5) for n in needed}
            found[name] = {"up": "max", "down": "min"}.get(getattr(metric(**given), "_direction", None))
    return found


def main():
    modules = {name: public(getattr(keras, name)) for name in MODULES}
    modules["schedules"] = public(keras.optimizers.schedules)
    target = pathlib.Path(__file__).parent.parent / "test" / "goldens" / "keras-names.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for module, names in modules.items():
        inner = ",\n".join(f"  {json.dumps(n)}: {json.dumps(p)}" for n, p in names.items())
        lines.append(f" {json.dumps(module)}: {{\n{inner}\n }}")
    lines.append(f' "directions": {json.dumps(directions())}')
    body = ",\n".join(lines)
    target.write_text(f'{{\n "keras": {json.dumps(keras.__version__)},\n{body}\n}}\n')


main()
