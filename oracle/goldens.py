"""Makes the training goldens with real Keras, or compares the committed ones with what Keras says now (`--compare`)."""
import importlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import golden  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

for file in sorted((Path(__file__).resolve().parent / "cases").glob("*.py")):
    importlib.import_module(f"cases.{file.stem}")

compare = "--compare" in sys.argv
only = [a for a in sys.argv[1:] if not a.startswith("--")]
bad = 0


def worst(a, b):
    a, b = np.asarray(a, "float64"), np.asarray(b, "float64")
    if a.shape != b.shape:
        return float("inf")
    same = (np.isnan(a) & np.isnan(b)) | (a == b)
    with np.errstate(invalid="ignore", divide="ignore"):
        d = np.where(same, 0, np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-3))
    return float(np.nan_to_num(d, nan=np.inf).max()) if d.size else 0.0


for name, c in golden.CASES.items():
    if only and name not in only:
        continue
    if compare and keras.backend.backend() not in c["backends"]:
        print(f"skip  {name}: {c['note']}")
        continue
    made = golden.run(c)
    if not compare:
        golden.write(made)
        print(f"wrote {name} ({made['expected']['epochs']} epochs)")
        continue
    kept = json.loads((golden.FOLDER / f"{name}.json").read_text())
    differences = [worst(kept["expected"]["history"][k], v) for k, v in made["expected"]["history"].items()]
    differences += [worst(kept["expected"]["weights"][k]["data"], v["data"]) for k, v in made["expected"]["weights"].items()]
    d = max(differences)
    if d > max(kept["rtol"], 1e-4):
        bad += 1
    print(f"{'DIFF ' if d > max(kept['rtol'], 1e-4) else 'same '} {name}: {d:.2e}")

print(f"{len(golden.CASES)} cases, {bad} differ")
sys.exit(1 if bad else 0)
