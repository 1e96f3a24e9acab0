import { exportCodes } from "../../../diagnostics/codes/export.js";
import type { Failure } from "../../../diagnostics/failure.js";
import type { Ir, LayerIr } from "../../../ir/ir.js";
import { constantData } from "../../../program/emit.js";
import { reachable, valueKey } from "../../../program/graph.js";
import type { Node, Value } from "../../../program/node.js";
import type { Preprocessing } from "../../data/dataset.js";
import type { WeightValues } from "../../engine/model-weights.js";
import { Message } from "../../graph/saved-model/wire.js";
import { exportFailure } from "../export-failure.js";
import { inferenceGraph, type InferenceGraph } from "../inference-graph.js";
import { OnnxBuilder } from "./builder.js";
import { elementwiseTable } from "./elementwise.js";
import { matrixTable } from "./matrices.js";
import { loopTable } from "./loops.js";
import { valueMessage } from "./messages.js";
import { reductionTable } from "./reductions.js";
import { shapeTable } from "./shapes.js";
import { constantNumbers, typeOf, Untranslatable, type Translation, type TranslationTable } from "./translation.js";
import { windowTable } from "./windows.js";

/** ONNX 1.12: read by every onnxruntime since 1.12. */
const OPSET = 17;
const IR_VERSION = 8;

/** How every TensorFlow operation of an inference program is said in ONNX. */
const translations: TranslationTable = {
  ...elementwiseTable,
  ...reductionTable,
  ...matrixTable,
  ...shapeTable,
  ...windowTable,
  ...loopTable,
};

/**
 * The bytes of an ONNX file (`onnx.proto3`, ModelProto): inputs and outputs by the spec's names, rows and what else the
 * spec leaves open are open, weights inside. The fitted preprocessing is not part of the graph and is put into the
 * metadata as JSON under `regnet.preprocessing`.
 *
 * @throws Failure that names the operation and the layer when ONNX has nothing for it
 */
export const onnxModel = (ir: Ir, weights: WeightValues, preprocessing: Preprocessing | null): Uint8Array =>
  onnxFile(inferenceGraph(ir, weights), { name: ir.model.name, doc: ir.model.doc, preprocessing });

/** What a file says beside its graph. */
interface About {
  readonly name: string;
  readonly doc: string | null;
  readonly preprocessing: Preprocessing | null;
}

/** A recorded program as an ONNX file. */
export function onnxFile(program: InferenceGraph, { name, doc, preprocessing }: About): Uint8Array {
  const b = OnnxBuilder.outermost();
  const nameOf = translated(program, b);
  const graph = new Message().string(2, name);
  const outputs = Object.entries(program.outputs).map(
    ([name, value]) => [program.inputs[name] === undefined ? name : `${name}/output`, value] as const,
  );
  b.place = "";
  for (const [name, value] of outputs) b.named(`output/${name}`, "Identity", [nameOf(value)], [name]);
  for (const node of b.nodes) graph.message(1, node);
  for (const tensor of b.initializers) graph.message(5, tensor);
  if (doc !== null) graph.string(10, doc);
  for (const [name, value] of Object.entries(program.inputs))
    graph.message(11, valueMessage(name, typeOf(value), value.shape));
  for (const [name, value] of outputs) graph.message(12, valueMessage(name, typeOf(value), value.shape));
  const model = new Message()
    .varint(1, IR_VERSION)
    .string(2, "regnet")
    .message(7, graph)
    .message(8, new Message().string(1, "").varint(2, OPSET));
  if (preprocessing !== null)
    model.message(14, new Message().string(1, "regnet.preprocessing").string(2, JSON.stringify(preprocessing)));
  return model.finish();
}

/** Writes the whole program into a graph; gives the names of its values. */
function translated(program: InferenceGraph, outermost: OnnxBuilder): (value: Value) => string {
  const names = new Map<string, string>(Object.entries(program.inputs).map(([name, value]) => [valueKey(value), name]));
  const nameOf = (value: Value): string => {
    const made = names.get(valueKey(value)) ?? constant(outermost, value);
    names.set(valueKey(value), made);
    return made;
  };
  const translate = (b: OnnxBuilder, node: Node): void => {
    const layer = program.layerOf(node);
    b.place = layer?.name ?? "";
    const translation: Translation = {
      b,
      node,
      nameOf,
      x: (i) => nameOf(node.inputs[i]!),
      numbers: (i) => constantNumbers({ node }, i),
      within: (inner, known, nodes) => {
        for (const [value, name] of known) names.set(valueKey(value), name);
        for (const each of nodes) translate(inner, each);
        b.place = layer?.name ?? "";
      },
    };
    try {
      const say = translations[node.op];
      if (say === undefined) throw new Untranslatable(node.op);
      const results = [say(translation)].flat();
      results.forEach((result, index) => names.set(`${node.id}:${index}`, result));
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      throw notInOnnx(error.message, layer);
    }
  };
  for (const node of reachable(Object.values(program.outputs)))
    if (node.op !== "Const" && node.op !== "Placeholder") translate(outermost, node);
  return nameOf;
}

const notInOnnx = (op: string, layer: LayerIr | null): Failure =>
  exportFailure(
    "export/not-in-onnx",
    exportCodes["export/not-in-onnx"].message({ op, layer: layer?.name ?? "model", word: layer?.word ?? "output" }),
  );

function constant(b: OnnxBuilder, value: Value): string {
  const data = constantData(value);
  if (data === null) throw new Error(`${value.node.op} was not translated before it was used`);
  return b.tensor(
    typeOf(value),
    value.shape as readonly number[],
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  );
}
