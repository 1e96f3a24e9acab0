import type { Ir } from "../../ir/ir.js";
import { docComment, lineComments, shapeComment } from "./comment.js";
import type { Emission } from "./emission.js";
import { functionalBody } from "./functional-body.js";
import { chainsOf } from "./graph-chains.js";
import { inputOptions, outputRemarks } from "./inputs-and-outputs.js";
import { textLiteral } from "./literal.js";
import { modelText, type ModelText } from "./model-text.js";

/** `export function buildModel()`: a plain chain as `tf.sequential`, anything else with the functional API. */
export function modelSection(ir: Ir, emission: Emission): string {
  const { model } = ir;
  const text = modelText(ir, emission);
  const chains = chainsOf(model);
  const plain =
    chains.length === 1 &&
    model.inputs.length === 1 &&
    model.outputs.length === 1 &&
    new Set(model.nodes.map((n) => n.layer)).size === model.nodes.length;
  const body =
    plain && chains[0]!.inputs.length === 1 && model.nodes.every((n) => Object.keys(n.call).length === 0)
      ? sequentialBody(text)
      : functionalBody(text, chains);
  return `${docComment([model.title, model.doc])}export function buildModel(): tf.LayersModel {\n${body}\n}`;
}

function sequentialBody(text: ModelText): string {
  const { model } = text.ir;
  const [input] = model.inputs;
  const options = inputOptions(text.emission, input!, 0, "inputShape");
  const first = `${lineComments(input!.doc)}tf.layers.inputLayer(${options}), ${shapeComment([null, ...input!.shape])}\n`;
  const rest = model.nodes.map((node) => text.heading(node.name).outside + text.element(node, text.layer(node.layer)));
  return (
    `${outputRemarks(text.emission)}return tf.sequential({ name: ${textLiteral(model.name)}, layers: ` +
    `[\n${first}${rest.join("")}] });`
  );
}
