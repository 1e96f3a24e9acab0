import { appliedIn } from "../../catalog/applied-node.js";
import { modelShapes } from "../../catalog/model-shapes.js";
import type { Ir, LayerIr, NodeIr } from "../../ir/ir.js";
import { docComment, lineComments, shapeComment } from "./comment.js";
import { own, type Emission } from "./emission.js";
import { functionalBody } from "./functional-body.js";
import { chainsOf } from "./graph-chains.js";
import { headingsOf, type Heading } from "./headings.js";
import { inputOptions, outputRemarks } from "./inputs-and-outputs.js";
import { layerExpression } from "./layer-expression.js";
import { textLiteral } from "./literal.js";

/** The model with what its printing needs to look up. */
export interface ModelText {
  readonly ir: Ir;
  readonly emission: Emission;
  /** `tf.layers.dense({ … })` of a layer, as its first application needs it. */
  layer(name: string): string;
  /** What the spec says of a layer, as comments. */
  remarks(name: string): string;
  /** What it says of the blocks, models, repetitions and branches that begin at a node. */
  heading(node: string): Heading;
  /** One layer of a list of layers: what is said above it, its text, and its result's shape. */
  element(node: NodeIr, text: string): string;
}

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

function modelText(ir: Ir, emission: Emission): ModelText {
  const layers = new Map<string, LayerIr>(ir.model.layers.map((layer) => [layer.name, layer]));
  const places = new Map<string, number>(ir.model.layers.map(({ name }, i) => [name, i]));
  const firsts = new Map<string, NodeIr>(ir.model.nodes.toReversed().map((node) => [node.layer, node]));
  const heading = headingsOf(ir);
  const shapes = modelShapes(ir.model);
  const remarks = (name: string): string => {
    const { args, doc } = layers.get(name)!;
    // Of arguments that are not said: `none`, and what every layer takes.
    const docs = Object.entries(emission.wording(`/model/layers/${places.get(name)}/args`).docs ?? {}).filter(
      ([param]) => (own(args, param) ?? null) === null,
    );
    return lineComments(doc) + docs.map(([, text]) => lineComments(text)).join("");
  };
  return {
    ir,
    emission,
    remarks,
    heading,
    layer(name) {
      const layer = layers.get(name)!;
      const applied = appliedIn(layer, firsts.get(name)!, shapes);
      return layerExpression(emission, layer, applied, ir.seed, `/model/layers/${places.get(name)}`);
    },
    element: (node, text) => `${remarks(node.layer)}${text}, ${shapeComment(node.shapes[0]!)}\n`,
  };
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
