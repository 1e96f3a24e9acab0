import type { TrainingIr } from "../../ir/ir.js";
import type { Trait } from "../../catalog/word.js";
import type { Graph, GraphInput, GraphNode } from "../graph/graph.js";
import type { Section } from "../section.js";
import type { WrittenCallback } from "../train/section.js";
import type { Session } from "../session.js";

/** What a lint looks at. */
export interface LintContext {
  readonly session: Session;
  readonly graph: Graph;
  readonly training: TrainingIr | null;
  readonly section: Section | null;
  /** Callbacks with their statements. */
  readonly callbacks: readonly WrittenCallback[];
  /** Nothing is wrong so far: conclusions from what is not there may be drawn. */
  readonly sound: boolean;
  /** Training rows, null: not known. */
  readonly rows: number | null;
  readonly readers: ReadonlyMap<GraphInput | GraphNode, readonly GraphNode[]>;
}

export type Lint = (context: LintContext) => void;

export const has = (node: GraphNode, trait: Trait): boolean => node.layer.word.traits?.includes(trait) ?? false;

/** Dropout that does something. */
export const drops = (node: GraphNode): boolean =>
  !node.layer.broken && has(node, "dropout") && node.layer.args["rate"] !== 0;
