import { camelCase } from "../../catalog/layer-call.js";
import type { NodeIr, TensorRef } from "../../ir/ir.js";
import { namedOf, positionalOf, resultsOf } from "../../ir/refs.js";
import { lineComments } from "./comment.js";
import { inputOptions, outputRemarks } from "./inputs-and-outputs.js";
import { standsAlone, type Chain } from "./graph-chains.js";
import { literal, objectLiteral, textLiteral } from "./literal.js";
import type { ModelText } from "./model-text.js";
import { MODULE_NAMES } from "./module-imports.js";
import { nameAllocator, type Names } from "./name-allocator.js";
import { chainKey, sharedLayers, type Shared } from "./shared-layers.js";

/** A graph: inputs, shared layers, chains of layers under the name of their result, and the model. */
export function functionalBody(text: ModelText, chains: readonly Chain[]): string {
  const { model } = text.ir;
  const names = nameAllocator([...MODULE_NAMES, ...text.emission.constants.identifiers()]);
  const variables = new Map<TensorRef, string>();
  const inputs = model.inputs.map((input, i) => {
    variables.set(input.name, names.take(input.name, "Input"));
    return (
      `${lineComments(input.doc)}const ${variables.get(input.name)} = ` +
      `tf.input(${inputOptions(text.emission, input, i, "shape")});`
    );
  });
  const shared = sharedLayers(text, chains, names);
  const statements = chains.map((chain) => chainStatement(text, chain, variables, names, shared));
  const list = (refs: readonly TensorRef[]): string =>
    refs.length === 1 ? variables.get(refs[0]!)! : `[${refs.map((ref) => variables.get(ref)).join(", ")}]`;
  const result = objectLiteral([
    ["name", textLiteral(model.name)],
    ["inputs", list(model.inputs.map((input) => input.name))],
    ["outputs", list(model.outputs.map((output) => output.tensor))],
  ]);
  return [
    inputs.join("\n"),
    paragraphs(shared.declarations),
    paragraphs(statements),
    `${outputRemarks(text.emission)}return tf.model(${result});`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Statements with blank lines between them, but none between two of one line each. */
const paragraphs = (statements: readonly string[]): string => {
  const long = (text: string): boolean => text.includes("\n") || text.length > 160;
  return statements
    .map((text, i) => (i === 0 ? text : `${long(text) || long(statements[i - 1]!) ? "\n\n" : "\n"}${text}`))
    .join("");
};

function chainStatement(
  text: ModelText,
  chain: Chain,
  variables: Map<TensorRef, string>,
  names: Names,
  shared: Shared,
): string {
  const last = chain.nodes.at(-1)!;
  const from =
    chain.inputs.length === 1
      ? variables.get(chain.inputs[0]!)!
      : `[${chain.inputs.map((ref) => variables.get(ref)).join(", ")}]`;
  const layerText = (node: NodeIr): string => shared.variables.get(node.layer) ?? text.layer(node.layer);
  if (standsAlone(last)) return callStatement(text, last, layerText(last), variables, names);
  const whole = shared.lists.get(chainKey(chain));
  const wanted =
    whole !== undefined && chain.inputs.length === 1
      ? `${whole}_${from}`
      : last.name.replace(/(\d)@(\d+)$/, "$1_use$2");
  variables.set(last.name, names.take(wanted, "Result"));
  const head =
    `${text.heading(chain.nodes[0]!.name).outside}const ${variables.get(last.name)} = ` +
    `${text.emission.imports.value("chain")}(${from}, `;
  if (whole !== undefined) return `${head}${whole}); ${text.shapes(last)}`;
  if (chain.nodes.length === 1 && shared.variables.has(last.layer))
    return `${head}[${layerText(last)}]); ${text.shapes(last)}`;
  const elements = chain.nodes.map((node, i) => {
    const above = i === 0 ? "" : text.heading(node.name).outside;
    return (
      above +
      (shared.variables.has(node.layer)
        ? `${layerText(node)}, ${text.shapes(node)}\n`
        : text.element(node, layerText(node)))
    );
  });
  return `${head}[\n${elements.join("")}]);`;
}

const isRead = ({ ir: { model } }: ModelText, ref: TensorRef): boolean =>
  model.nodes.some(({ inputs }) => inputs.includes(ref)) || model.outputs.some(({ tensor }) => tensor === ref);

/** A call with arguments of its own, or with several results. */
function callStatement(
  text: ModelText,
  node: NodeIr,
  layer: string,
  variables: Map<TensorRef, string>,
  names: Names,
): string {
  const refs = resultsOf(node);
  const applied = callText(text, node, layer, variables);
  // What nothing reads gets no name: `[, h, c]`.
  const read = refs.filter((ref) => refs.length === 1 || isRead(text, ref));
  for (const ref of read) variables.set(ref, names.take(ref.replace(/:(\d+)$/, "_$1"), "Result"));
  const last = refs.findLastIndex((ref) => read.includes(ref));
  const results = refs
    .slice(0, last + 1)
    .map((ref) => variables.get(ref) ?? "")
    .join(", ");
  const [pattern, type] = refs.length === 1 ? [results, "tf.SymbolicTensor"] : [`[${results}]`, "tf.SymbolicTensor[]"];
  return (
    `${text.heading(node.name).outside}${text.remarks(node.layer)}const ${pattern} = ${applied} as ${type}; ` +
    text.shapes(node)
  );
}

/** `layer.apply(x)`, or where the call has arguments by name `call(layer, x, { initialState: [h, c] })`. */
function callText(text: ModelText, node: NodeIr, layer: string, variables: ReadonlyMap<TensorRef, string>): string {
  const list = (refs: readonly TensorRef[]): string => `[${refs.map((ref) => variables.get(ref)).join(", ")}]`;
  const taken = positionalOf(node, node.inputs);
  const from = taken.length === 1 ? variables.get(taken[0]!)! : list(taken);
  const said = Object.entries(node.call).map(([name, value]) => [camelCase(name), literal(value)] as const);
  const named = Object.entries(namedOf(node, node.inputs)).map(
    ([name, refs]) => [camelCase(name), refs.length === 1 ? variables.get(refs[0]!)! : list(refs)] as const,
  );
  const options = [...named, ...said];
  if (options.every(([name]) => name === "training"))
    return `${layer}.apply(${from}${options.length > 0 ? `, ${objectLiteral(options)}` : ""})`;
  return `${text.emission.imports.value("call")}(${layer}, ${from}, ${objectLiteral(options)})`;
}
