"""Loads what `regnet export` writes with TensorFlow, TFLite and onnxruntime, and compares with what regnet predicts.

    pip install "tensorflow-cpu==2.21.*" onnxruntime
    npm run build && python oracle/exported.py            # every spec in specs/, and a recurrent one

Each spec is trained for an epoch and its run folder exported. The exported models and regnet (`predictRun` of `regnet/runtime`,
through Node) predict for the same features; differences above 1e-5 fail.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import tensorflow as tf  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE = 1e-5
ROWS = 40

# Features in on standard input, predictions out; other lines on standard output are the library's.
PREDICTIONS = """
import { readFileSync } from "node:fs";
import { openRun, predictRun } from %s;
const inputs = JSON.parse(readFileSync(0, "utf8"));
for (const input of Object.values(inputs)) input.data = (input.type === "int32" ? Int32Array : Float32Array).from(input.data);
const outputs = await predictRun(await openRun(process.argv[1]), { rows: Object.values(inputs)[0].shape[0], inputs });
console.log("@@" + JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([name, { data, shape }]) =>
  [name, { data: [...data], shape, type: "float32" }]))));
"""


# More steps than are written out one by one: the SavedModel has loops.
RECURRENT = """
model lines {
  input [64]
  reshape [64, 1]
  gru 6 return_sequences
  lstm 5
  dense 10 softmax
}
data { source: "digits.csv", target: digit, normalize: minmax, test: split(0.05, seed=2) }
train { optimizer: adam(1e-2), loss: sparse_categorical_crossentropy, batch_size: 256, epochs: 1, seed: 3 }
"""


def recurrent(folder):
    spec = Path(folder) / "recurrent.regnet"
    spec.write_text(RECURRENT)
    shutil.copy(ROOT / "specs" / "data" / "digits.csv", folder)
    return spec


def node(*args, given=""):
    done = subprocess.run(["node", *args], cwd=ROOT, input=given, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"node {' '.join(map(str, args))[:200]} failed:\n{done.stderr}")
    return done.stdout


def features(run):
    """Rows for a run's inputs: normal numbers, or small indices."""
    draws = np.random.default_rng(7)
    inputs = json.loads((Path(run) / "ir.json").read_text())["model"]["inputs"]
    shapes = {i["name"]: (i["dtype"], [ROWS, *i["shape"]]) for i in inputs}
    return {name: draws.integers(0, 3, shape).astype("int32") if dtype == "int32" else draws.normal(size=shape).astype("float32")
            for name, (dtype, shape) in shapes.items()}


def described(inputs):
    return json.dumps({name: {"data": x.ravel().tolist(), "shape": list(x.shape), "type": str(x.dtype)} for name, x in inputs.items()})


def arrays(described):
    return {name: np.array(a["data"], dtype=a["type"]).reshape(a["shape"]) for name, a in described.items()}


def compare(what, wanted, found):
    """The largest difference, relative where numbers are larger than 1."""
    if found is None:
        print(f"  {what}: cannot hold this model")
        return True
    assert set(wanted) == set(found), (what, set(wanted), set(found))
    worst = 0.0
    for name, want in wanted.items():
        got = np.asarray(found[name])
        assert got.shape == want.shape, (what, name, got.shape, want.shape)
        worst = max(worst, float(np.max(np.abs(got - want) / np.maximum(1, np.abs(want)))))
    print(f"  {what}: {worst:.1e}")
    return worst <= TOLERANCE


def lite(path, inputs):
    """None: the graph has loops, which TFLite can only hold with TensorFlow's own operations beside it, as for recurrent layers of Keras."""
    if any(op.type == "TensorListReserve" for op in tf.saved_model.load(path).signatures["serving_default"].graph.get_operations()):
        return None
    model = tf.lite.TFLiteConverter.from_saved_model(path, signature_keys=["serving_default"]).convert()
    return tf.lite.Interpreter(model_content=model).get_signature_runner("serving_default")(**inputs)


def check(spec, folder):
    run, saved, onnx = (str(Path(folder) / f"{spec.stem}-{kind}") for kind in ("run", "saved", "onnx"))
    node("bin/regnet.mjs", "train", str(spec), "--epochs", "1", "--out", run, "--quiet")
    node("bin/regnet.mjs", "export", run, "--format", "saved-model", "-o", saved)
    node("bin/regnet.mjs", "export", run, "--format", "onnx", "-o", onnx)
    program = PREDICTIONS % json.dumps((ROOT / "dist" / "runtime.js").as_uri())
    inputs = features(run)
    said = node("--input-type=module", "-e", program, run, given=described(inputs))
    wanted = arrays(json.loads(said.split("@@")[1]))
    model = tf.saved_model.load(saved)
    serve = model.signatures["serving_default"]
    session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    assert "regnet.preprocessing" in session.get_modelmeta().custom_metadata_map
    assert (Path(saved) / "assets.extra" / "preprocessing.json").exists()
    return all([
        compare("TensorFlow", wanted, serve(**{name: tf.constant(x) for name, x in inputs.items()})),
        compare("TFLite", wanted, lite(saved, inputs)),
        compare("onnxruntime", wanted, dict(zip(names, session.run(names, inputs)))),
    ])


def main():
    named = [Path(p).resolve() for p in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        specs = named or [*sorted((ROOT / "specs").glob("*.regnet")), recurrent(folder)]
        failed = []
        for spec in specs:
            print(spec.name, flush=True)
            if not check(spec, folder):
                failed.append(spec.name)
    sys.exit(f"differences above {TOLERANCE}: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
