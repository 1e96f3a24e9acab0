"""How far real Keras, on the back end in use, is from the committed goldens when it starts from their weights and data."""
import json

import golden
import keras
import numpy as np


def worst(actual, expected):
    """The measure of the tests that replay goldens: relative to a number itself or, if it is small, to a tenth of the largest beside it."""
    a, e = np.asarray(actual, "float64").ravel(), np.asarray(expected, "float64").ravel()
    if a.shape != e.shape:
        return float("inf")
    finite = np.abs(e[np.isfinite(e)])
    floor = max(1e-3, 0.1 * finite.max()) if finite.size else 1e-3
    same = (np.isnan(a) & np.isnan(e)) | (a == e)
    with np.errstate(invalid="ignore"):
        d = np.where(same, 0, np.abs(a - e) / np.maximum(np.maximum(np.abs(a), np.abs(e)), floor))
    return float(np.nan_to_num(d, nan=np.inf).max()) if d.size else 0.0


def differences(made, kept):
    """(difference, what) of everything that a golden holds: the log, what `evaluate` says, the weights. Other names differ without bound."""
    out = [(float("inf"), "number of epochs")] if made["epochs"] != kept["epochs"] else []
    for group, values in (("history", lambda v: v), ("evaluate", lambda v: [v]), ("weights", lambda v: v["data"])):
        a, e = made[group], kept[group]
        out += [(float("inf"), f"{group} {name} is on one side only") for name in sorted(set(a) ^ set(e))]
        out += [(worst(values(a[name]), values(e[name])), f"{group} {name}") for name in e if name in a]
    return out


def verdict(c):
    """(word, difference, where, cause) of one case. Only "same" and "known" are right."""
    kept = json.loads((golden.FOLDER / f"{c['name']}.json").read_text())
    phases = [(p["name"], p["spec"], p["freeze"]) for p in kept.get("phases", [])]
    wanted = [(name, spec.strip() + "\n", names) for name, spec, names in c["phases"] or []]
    if kept["spec"] != c["spec"].strip() + "\n" or phases != wanted:
        return "STALE", float("inf"), "spec", "the case has another spec than its golden: write the golden again"
    made = golden.run(golden.from_golden(c, kept), kept["initial"])
    d, where = max(differences(made["expected"], kept["expected"]))
    bound, cause = c["differs"].get(keras.backend.backend(), (None, None))
    if bound is None:
        return ("same" if d <= kept["rtol"] else "DIFF"), d, where, ""
    if d <= kept["rtol"]:
        return "STALE", d, where, f"declared to differ, but does not: {cause}"
    return ("known" if d <= bound else "DIFF"), d, where, cause
