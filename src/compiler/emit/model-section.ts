import type { Ir, LayerIr, NodeIr } from "../../ir/ir.js";
import type { Shape } from "../../tensor/ops.js";
import { docComment, lineComments, shapeComment } from "./comment.js";
import { functionalBody } from "./functional-body.js";
import { chainsOf } from "./graph-chains.js";
import { layerExpression } from "./layer-expression.js";
import { literal, objectLiteral, textLiteral } from "./literal.js";
import type { ModuleImports } from "./module-imports.js";

/** The model with what its printing needs to look up. */
export interface ModelText {
  readonly ir: Ir;
  readonly imports: ModuleImports;
  /** `tf.layers.dense({ … })` of a layer, as its first application needs it. */
  layer(name: string): string;
  /** What the spec says of a layer, as comments. */
  remarks(name: string): string;
  /** One layer of a list of layers: its remarks, its text, and its result's shape. */
  element(node: NodeIr, text: string): string;
}

/** `export function buildModel()`: a plain chain as `tf.sequential`, anything else with the functional API. */
export function modelSection(ir: Ir, imports: ModuleImports): string {
  const { model } = ir;
  const text = modelText(ir, imports);
  const chains = chainsOf(model);
  const plain = chains.length === 1 && model.inputs.length === 1 && model.outputs.length === 1 && new Set(model.nodes.map((n) => n.layer)).size === model.nodes.length;
  const body = plain && chains[0]!.inputs.length === 1 && model.nodes.every((n) => Object.keys(n.call).length === 0) ? sequentialBody(text) : functionalBody(text, chains);
  return `${docComment([model.title, model.doc])}export function buildModel(): tf.LayersModel {\n${body}\n}`;
}

function modelText(ir: Ir, imports: ModuleImports): ModelText {
  const layers = new Map<string, LayerIr>(ir.model.layers.map((layer) => [layer.name, layer]));
  const shapes = new Map<string, Shape>(ir.model.inputs.map((input) => [input.name, [null, ...input.shape]]));
  for (const node of ir.model.nodes) node.shapes.forEach((shape, i) => shapes.set(i === 0 ? node.name : `${node.name}:${i}`, shape));
  const remarks = (name: string): string => lineComments(layers.get(name)!.doc);
  return {
    ir,
    imports,
    remarks,
    layer(name) {
      const first = ir.model.nodes.find((node) => node.layer === name)!;
      return layerExpression(imports, layers.get(name)!, first.inputs.map((ref) => shapes.get(ref)!), ir.seed);
    },
    element: (node, text) => `${remarks(node.layer)}${text}, ${shapeComment(node.shapes[0]!)}\n`,
  };
}

function sequentialBody(text: ModelText): string {
  const { model } = text.ir;
  const [input] = model.inputs;
  const options = objectLiteral([
    ["inputShape", literal(input!.shape)],
    ...(input!.dtype === "float32" ? [] : [["dtype", textLiteral(input!.dtype)] as const]),
    ["name", textLiteral(input!.name)],
  ]);
  const first = `${lineComments(input!.doc)}tf.layers.inputLayer(${options}), ${shapeComment([null, ...input!.shape])}\n`;
  const rest = model.nodes.map((node) => text.element(node, text.layer(node.layer)));
  return `return tf.sequential({ name: ${textLiteral(model.name)}, layers: [\n${first}${rest.join("")}] });`;
}
