import type { PartIr } from "../../ir/authored.js";
import type { Ir } from "../../ir/ir.js";
import { lineComments } from "./comment.js";

/** What the author wrote above the statements whose layers begin at one node: comments of whole lines. */
export interface Heading {
  /** Above the node, wherever it stands. */
  readonly outside: string;
  /** Of the shared model whose layers are declared apart: above their declaration. */
  readonly about: string;
  /** In that declaration, above the layer. */
  readonly inside: string;
}

const NONE: Heading = { outside: "", about: "", inside: "" };

/** A block's documentation is whole above its first use; above every other stands its first paragraph. */
export function headingsOf(ir: Ir): (node: string) => Heading {
  const { nodes } = ir.model;
  const applied = new Map<string, number>();
  for (const { layer } of nodes) applied.set(layer, (applied.get(layer) ?? 0) + 1);
  const shared = new Set(nodes.filter(({ layer }) => applied.get(layer)! > 1).map(({ name }) => name));
  const starts = new Map<string, PartIr[]>();
  for (const part of ir.authored?.parts ?? [])
    starts.set(part.nodes[0]!, [...(starts.get(part.nodes[0]!) ?? []), part]);
  const told = new Set<string>();
  const headings = new Map<string, Heading>();
  for (const [node, parts] of starts) headings.set(node, headingOf(parts, shared.has(node), told));
  return (node) => headings.get(node) ?? NONE;
}

function headingOf(parts: readonly PartIr[], shared: boolean, told: Set<string>): Heading {
  const heading = { outside: "", about: "", inside: "" };
  let place: "outside" | "inside" = "outside";
  for (const { kind, name, about, doc } of parts) {
    const key = `${kind} ${name} ${about}`;
    const description = lineComments(about !== null && told.has(key) ? firstParagraph(about) : about);
    told.add(key);
    heading[place] += lineComments(doc);
    if (shared && kind === "model" && place === "outside") {
      heading.about = description;
      place = "inside";
    } else heading[place] += description;
  }
  return heading;
}

const firstParagraph = (text: string): string => text.trim().split(/\n\s*\n/)[0]!;
