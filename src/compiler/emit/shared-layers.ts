import { shapeComment } from "./comment.js";
import type { Chain } from "./graph-chains.js";
import type { ModelText } from "./model-text.js";
import type { Names } from "./name-allocator.js";

/** Layers of several applications: declared once, before the graph. */
export interface Shared {
  readonly declarations: readonly string[];
  /** Of single layers, by layer name. */
  readonly variables: ReadonlyMap<string, string>;
  /** Of whole chains that are applied several times, by `chainKey`. */
  readonly lists: ReadonlyMap<string, string>;
}

/** What two chains have in common that apply the same layers. */
export const chainKey = (chain: Chain): string => chain.nodes.map((node) => node.layer).join("\n");

export function sharedLayers(text: ModelText, chains: readonly Chain[], names: Names): Shared {
  const { nodes } = text.ir.model;
  const isShared = (layer: string): boolean => nodes.filter((node) => node.layer === layer).length > 1;
  const declarations: string[] = [];
  const variables = new Map<string, string>();
  const lists = new Map<string, string>();
  for (const chain of chains) {
    const key = chainKey(chain);
    const same = chains.filter((other) => chainKey(other) === key);
    const always = chain.nodes.every((node) => nodes.filter((n) => n.layer === node.layer).length === same.length);
    if (chain.nodes.length > 1 && same.length > 1 && always) {
      if (!lists.has(key)) lists.set(key, declareList(text, chain, same, names, declarations));
      continue;
    }
    for (const { layer } of chain.nodes) {
      if (!isShared(layer) || variables.has(layer)) continue;
      const variable = names.take(`${layer}_layer`, "");
      variables.set(layer, variable);
      const { about, inside } = text.heading(nodes.find((node) => node.layer === layer)!.name);
      declarations.push(`${about}${inside}${text.remarks(layer)}const ${variable} = ${text.layer(layer)};`);
    }
  }
  return { declarations, variables, lists };
}

/** `const encoder = [ … ];`, with shapes as far as all uses agree on them. */
function declareList(
  text: ModelText,
  chain: Chain,
  same: readonly Chain[],
  names: Names,
  declarations: string[],
): string {
  const variable = names.take(commonFolder(chain) ?? `${chain.nodes.at(-1)!.layer}_layers`, "Layers");
  const elements = chain.nodes.map((node, i) => {
    const shapes = new Set(same.map((other) => shapeComment(other.nodes[i]!.shapes[0]!)));
    const { about, inside } = text.heading(node.name);
    const element = `${i === 0 ? "" : about}${inside}${text.remarks(node.layer)}${text.layer(node.layer)},`;
    return shapes.size === 1 ? `${element} ${[...shapes][0]}\n` : `${element}\n`;
  });
  declarations.push(`${text.heading(chain.nodes[0]!.name).about}const ${variable} = [\n${elements.join("")}];`);
  return variable;
}

/** `encoder` of `encoder/dense` and `encoder/dropout`: the shared model they come from. */
function commonFolder({ nodes }: Chain): string | null {
  const [first, ...rest] = nodes.map((node) => node.layer.split("/").slice(0, -1));
  let depth = 0;
  while (depth < first!.length && rest.every((folders) => folders[depth] === first![depth])) depth++;
  return depth === 0 ? null : first!.slice(0, depth).join("/");
}
