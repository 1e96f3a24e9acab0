"""Makes the training goldens with real Keras, most of them on JAX; or, with `--compare`, replays the committed ones with Keras on any back end.

    KERAS_BACKEND=jax python oracle/goldens.py [NAME…]                      # writes test/goldens/training/*.json
    KERAS_BACKEND=tensorflow python oracle/goldens.py --compare [NAME…]     # writes nothing; exit code 1 if anything differs that is not declared
"""
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import golden  # noqa: E402
import keras  # noqa: E402
from compare import verdict  # noqa: E402

for file in sorted((Path(__file__).resolve().parent / "cases").glob("*.py")):
    importlib.import_module(f"cases.{file.stem}")

backend = keras.backend.backend()
arguments = [a for a in sys.argv[1:] if a != "--compare"]
unknown = [a for a in arguments if a not in golden.CASES]
if unknown:
    sys.exit(f"No case is called {', '.join(unknown)}: the names are those of the files in {golden.FOLDER}.")
cases = [c for name, c in golden.CASES.items() if not arguments or name in arguments]

if "--compare" not in sys.argv:
    for c in cases:
        if c["made_with"] != backend:
            print(f"left  {c['name']}: its golden is made with {c['made_with']}")
            continue
        made = golden.run(c)
        golden.write(made)
        print(f"wrote {c['name']} ({made['expected']['epochs']} epochs)")
    sys.exit(0)

counts = {}
print(f"Keras {keras.__version__} on {backend}")
for c in cases:
    word, d, where, cause = verdict(c)
    counts[word] = counts.get(word, 0) + 1
    print(f"{word:5} {c['name']:42} {d:8.1e}  {where}{f'  ({cause})' if cause else ''}", flush=True)
if not arguments:
    for name in sorted({p.stem for p in golden.FOLDER.glob("*.json")} - set(golden.CASES)):
        counts["STALE"] = counts.get("STALE", 0) + 1
        print(f"STALE {name:42} no case makes this golden")
print(f"{len(cases)} cases: " + ", ".join(f"{n} {word}" for word, n in sorted(counts.items())))
sys.exit(0 if set(counts) <= {"same", "known"} else 1)
