import type { Trait } from "../../catalog/word.js";
import type { DiagnosticKinds } from "../../diagnostics/define.js";
import type { StageIr } from "../../ir/ir.js";
import type { ModelGraph, GraphInput, GraphNode } from "../graph/graph.js";
import type { ReportOf, Reports } from "../report.js";
import type { Section } from "../section.js";
import type { Session } from "../session.js";
import type { WrittenCallback } from "../train/section.js";

/** What a lint of a model looks at. */
export interface ModelContext {
  readonly graph: ModelGraph;
  readonly training: StageIr | null;
  readonly section: Section | null;
  /** Callbacks with their statements. */
  readonly callbacks: readonly WrittenCallback[];
  /** Nothing is wrong so far: conclusions from what is not there may be drawn. */
  readonly sound: boolean;
  /** Training rows, null: not known. */
  readonly rows: number | null;
  readonly readers: ReadonlyMap<GraphInput | GraphNode, readonly GraphNode[]>;
}

/** What a lint of a file looks at. */
interface FileContext {
  readonly session: Session;
  readonly sound: boolean;
}

/** A rule of the field's knowledge as it is written: one file. Kinds without a rule are said elsewhere. */
interface Rule<K extends DiagnosticKinds> {
  /** What it says. */
  readonly kinds: K;
  /** Of each model that stands alone, with its training. */
  readonly ofModel?: (context: ModelContext, report: ReportOf<K>) => void;
  /** Of a file, once it was read. */
  readonly ofFile?: (context: FileContext, report: ReportOf<K>) => void;
}

export interface Lint<K extends DiagnosticKinds = DiagnosticKinds> {
  readonly kinds: K;
  readonly lintModel: (context: ModelContext, reports: Pick<Reports, "reportOf">) => void;
  readonly lintFile: (context: FileContext, reports: Pick<Reports, "reportOf">) => void;
}

export const defineLint = <K extends DiagnosticKinds>({ kinds, ofModel, ofFile }: Rule<K>): Lint<K> => ({
  kinds,
  lintModel: (context, { reportOf }) => ofModel?.(context, reportOf(kinds)),
  lintFile: (context, { reportOf }) => ofFile?.(context, reportOf(kinds)),
});

export const has = (node: GraphNode, trait: Trait): boolean => node.layer.word.traits?.includes(trait) ?? false;

/** Dropout that does something. */
export const drops = (node: GraphNode): boolean =>
  !node.layer.broken && has(node, "dropout") && node.layer.args["rate"] !== 0;
