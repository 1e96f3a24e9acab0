"""Which weights a layer's initializers, regularizers and constraints are for: test/goldens/layers/wiring.json.

Of the first case of each word: its layer is built with a marked value in one such argument, and the weights that bear the mark are listed.
"""
import inspect
import json

import numpy as np
from case import CLASSES, FOLDER, keras, made

MARK = 0.4375
MARKS = {"initializer": keras.initializers.Constant(MARK), "regularizer": keras.regularizers.L2(MARK), "constraint": keras.constraints.MaxNorm(MARK)}


def bears(weight, kind):
    if kind == "initializer":
        return bool(np.any(np.asarray(weight.value) == MARK))
    found = getattr(weight, kind)
    return found is MARKS[kind]


def wiring(case):
    name, args = case["word"], case["args"]
    shapes = [x["shape"] for x in case["inputs"]]
    found = {}
    for parameter in inspect.signature(CLASSES[name.replace("_", "")].__init__).parameters:
        kind = parameter.rpartition("_")[2]
        if kind not in MARKS or parameter == "activity_regularizer":
            continue
        layer = made(name, {**args, parameter: MARKS[kind]})
        if not layer.built:
            layer.build(shapes if len(shapes) > 1 else shapes[0])
        found[parameter] = [w.name for w in layer.weights if bears(w, kind)]
    return found


def write():
    """Of all topics that are there."""
    words = {}
    for file in sorted(FOLDER.glob("*.json")):
        if file.stem == "wiring":
            continue
        for case in json.loads(file.read_text())["cases"]:
            name = case["word"]
            if name not in words and name.replace("_", "") in CLASSES and case.get("weights"):
                words[name] = {"args": case["args"], "inputs": [x["shape"] for x in case["inputs"]], "params": wiring(case)}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(w)}" for name, w in sorted(words.items()))
    (FOLDER / "wiring.json").write_text("{\n" + lines + "\n}\n")
    print("wiring", len(words))
