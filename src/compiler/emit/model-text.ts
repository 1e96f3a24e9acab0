import { appliedIn } from "../../catalog/applied-node.js";
import { modelShapes } from "../../catalog/model-shapes.js";
import type { Ir, LayerIr, NodeIr } from "../../ir/ir.js";
import { resultsOf } from "../../ir/refs.js";
import { lineComments, shapeComment } from "./comment.js";
import { own, type Emission } from "./emission.js";
import { headingsOf, type Heading } from "./headings.js";
import { layerExpression } from "./layer-expression.js";

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
  /** The shapes of a node's results as a comment, open lengths by name. */
  shapes(node: NodeIr): string;
  /** One layer of a list of layers: what is said above it, its text, and its result's shape. */
  element(node: NodeIr, text: string): string;
}

export function modelText(ir: Ir, emission: Emission): ModelText {
  const layers = new Map<string, LayerIr>(ir.model.layers.map((layer) => [layer.name, layer]));
  const places = new Map<string, number>(ir.model.layers.map(({ name }, i) => [name, i]));
  const firsts = new Map<string, NodeIr>(ir.model.nodes.toReversed().map((node) => [node.layer, node]));
  const heading = headingsOf(ir);
  const shapes = modelShapes(ir.model);
  const shapesText = (node: NodeIr): string => shapeComment(...resultsOf(node).map((ref) => shapes.get(ref)!));
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
    shapes: shapesText,
    element: (node, text) => `${remarks(node.layer)}${text}, ${shapesText(node)}\n`,
  };
}
