import { findWord } from "../catalog/lookup.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DataFacts, Measure } from "../ir/data-facts.js";
import type { DataIr, Ir, SourceIr, TrainingIr } from "../ir/ir.js";
import type { ParsedFile } from "../parser/ast.js";
import { suggest } from "../text/suggest.js";
import { applyAllowances } from "./allow.js";
import { checkFacts, missingColumn } from "./data/check-facts.js";
import { finishData } from "./data/finish.js";
import { dataWidth } from "./data/data-width.js";
import { readData, type DataSection } from "./data/section.js";
import { sourceAt } from "./data/source-at.js";
import { trainingRows } from "./data/training-rows.js";
import type { Graph } from "./graph/graph.js";
import { runLints } from "./lints/index.js";
import { lintNames } from "./lints/names.js";
import { assemble } from "./assemble.js";
import { buildGraph, checkUnused } from "./model/root.js";
import { declareFile, type Declared, type Files } from "./names/declare.js";
import type { Entry } from "./names/scope.js";
import { replace, reporter, type At } from "./report.js";
import { isUnsure, readSection, type Section } from "./section.js";
import { Usage, type Facts, type Session } from "./session.js";
import { finishTraining } from "./train/section.js";
import { nameSteps } from "./train/steps-per-epoch.js";
import { evaluateLet } from "./values/evaluate.js";
import { NamedValues } from "./values/named-values.js";

/** What a check is told from outside; it reads nothing itself. */
export interface CheckHost {
  /** Facts of the data source; null or absent: what depends on them is not checked, and a note says so. */
  readonly facts?: DataFacts | null;
  /** Imported files by resolved path (as in `requirements.imports`); null: there is no such file. */
  readonly imports?: ReadonlyMap<string, ParsedFile | null>;
  /** A folder that imports may not leave, as a prefix of paths; "" is the folder the file's path is relative to. */
  readonly root?: string | null;
  /** The model meant where several stand alone, as `train NAME` says in the file. */
  readonly model?: string | null | undefined;
  /** Instead of the spec's seed. */
  readonly seed?: number | null | undefined;
}

export interface CheckedFile {
  /** Null when there is an error, or when something needs data that are not at hand. */
  readonly ir: Ir | null;
  /** Of the parser and of the check, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: Facts;
  readonly requirements: Requirements;
}

/** What the caller may fetch before it checks again. */
export interface Requirements {
  /** The source with its path as written. */
  readonly source: SourceIr | null;
  /** The value of `source` in the text. */
  readonly sourceAt: At | null;
  /** Numbers to measure on the training rows. */
  readonly measures: readonly Measure[];
  /** Resolved paths of imported files. */
  readonly imports: readonly string[];
  /** The data section where it could be read: which rows are training rows. */
  readonly data: DataIr | null;
}

/**
 * A parsed file to its checked meaning: names, arguments, shapes, data, training, lints, IR. Pure, and it never throws
 * on any spec.
 */
export function check(file: ParsedFile, host: CheckHost = {}): CheckedFile {
  const { report, found } = reporter(
    (code) => session.namesMissing && /\/unknown-(?:word|value|name|tensor)$/.test(code),
  );
  const files: Files = {
    files: host.imports ?? new Map(),
    wanted: new Set(),
    done: new Map(),
    open: [file.source.path],
    root: host.root ?? null,
  };
  const texts = new Map([[file.source.path, file.source.text]]);
  for (const [path, imported] of files.files) if (imported) texts.set(path, imported.source.text);
  const session: Session = {
    report,
    root: file.source.path,
    texts,
    data: host.facts ?? null,
    budget: { layers: 0, steps: 0, depth: 0, spent: false },
    facts: { shapes: [], words: [], references: [], values: [] },
    measures: new Map(),
    usage: new Usage(),
    spelled: new WeakMap(),
    named: new NamedValues(),
    wordings: new Map(),
    told: new Set(),
    pending: null,
    stepsPerEpoch: (at) => ({ is: "broken", at }),
    settled: new Map(),
    expressionDepth: 0,
    namesMissing: false,
    missingColumn: (column, at) => missingColumn(session, column, at),
  };
  const declared = declareFile(session, file, files);
  const meaning = interpret(session, found, declared, host.model ?? null, host.seed ?? null);
  checkUnused(
    session,
    [...declared.scope.names.values()].filter((e) => e.is === "block").filter((e) => e.path === session.root),
  );
  evaluateUnused(session, declared);
  const wantsImports = [...files.wanted].some((path) => !files.files.has(path));
  const read = [
    file,
    ...[...files.done.keys()].flatMap((path) => (path === session.root ? [] : (files.files.get(path) ?? []))),
  ];
  const parsed = read.flatMap((f) => f.diagnostics);
  lintNames(session, ![...parsed, ...found].some((d) => d.severity === "error"));
  if (session.pending) report("shapes/measured", {}, session.pending);
  if (
    host.facts === null &&
    meaning.section?.source &&
    !found.some((d) => d.code === "shapes/measured" || d.code === "shapes/unknown-input")
  ) {
    report(
      "data/not-at-hand",
      { why: null, suggestion: undefined },
      sourceAt(meaning.section.section) ?? meaning.section.section.at,
    );
  }
  const diagnostics = applyAllowances(read, [...parsed, ...found], report, found);
  const failed = diagnostics.some((d) => d.severity === "error");
  const complete = !failed && !wantsImports && session.pending === null && meaning.complete;
  return {
    ir: complete && meaning.graph ? assemble(session, meaning.graph, meaning) : null,
    diagnostics,
    facts: session.facts,
    requirements: {
      source: meaning.section?.source ?? null,
      sourceAt: meaning.section && sourceAt(meaning.section.section),
      measures: [...session.measures.values()],
      imports: [...files.wanted],
      data: meaning.data,
    },
  };
}

interface Meaning {
  readonly graph: Graph | null;
  readonly section: DataSection | null;
  readonly data: DataIr | null;
  readonly training: TrainingIr | null;
  readonly seed: number;
  /** Every shape is known. */
  readonly complete: boolean;
}

/** Names that nothing uses have values all the same; what they would ask the data is not asked. */
function evaluateUnused(session: Session, declared: Declared): void {
  const { pending } = session;
  const measures = new Map(session.measures);
  for (const entry of declared.scope.names.values()) {
    if (entry.is === "let" && entry.value === null && entry.path === session.root) evaluateLet(session, entry);
  }
  session.pending = pending;
  session.measures.clear();
  for (const [key, measure] of measures) session.measures.set(key, measure);
}

function interpret(
  session: Session,
  found: readonly Diagnostic[],
  declared: Declared,
  model: string | null,
  given: number | null,
): Meaning {
  const dataStatement = declared.sections.get("data");
  const trainStatement = declared.sections.get("train");
  const dataRead = nameSteps(session, trainStatement, declared.scope);
  const section = dataStatement ? readData(session, dataStatement, declared.scope) : null;
  dataRead(section);
  const bareName = trainStatement?.args.find((a) => a.name === null && a.value.kind === "name");
  const train = trainStatement
    ? readSection(
        session,
        trainStatement,
        declared.scope,
        trainStatement.args.filter((a) => a !== bareName),
      )
    : null;
  const wanted =
    bareName?.value.kind === "name"
      ? { name: bareName.value.text, at: { path: session.root, span: bareName.span } }
      : null;
  const asked =
    model === null ? wanted : { name: model, at: train?.at ?? { path: session.root, span: { start: 0, end: 0 } } };
  const graphs = graphsOf(session, declared, section);
  const graph = pick(session, declared, graphs, asked, train?.at ?? section?.section.at ?? null);
  const seed = given ?? (typeof train?.settings["seed"] === "number" ? train.settings["seed"] : 0);
  const validation = section === null || isUnsure(section.section, "validation") ? null : section.validation !== null;
  const training = train && graph ? finishTraining(session, train, graph, validation) : null;
  const data = section && graph ? finishData(session, section, graph, training?.losses ?? {}) : null;
  if (section) {
    const trained = train &&
      training && { ir: training.ir, at: (param: string) => train.bound.placeOf(param) ?? train.at };
    checkFacts(session, section, graph && data && { graph, ir: data }, trained);
  }
  if (section && graph && section.target === null && train && !isUnsure(section.section, "target"))
    session.report("data/no-target", {}, section.section.at);
  const sound = !found.some((d) => d.severity === "error");
  const rows = section && session.data ? trainingRows(session.data, section) : null;
  for (const g of graphs.values()) {
    const own = g === graph ? training : null;
    runLints({
      session,
      graph: g,
      training: own?.ir ?? null,
      section: train,
      callbacks: own?.callbacks ?? [],
      rows,
      sound,
    });
  }
  const complete =
    graph !== null &&
    graph.outputs.length > 0 &&
    graph.inputs.every((i) => i.shape !== null) &&
    graph.nodes.every((n) => n.shapes.every((shape) => shape !== null)) &&
    graph.outputs.every((o) => o.tensor.shape !== null);
  return { graph, section, data, training: training?.ir ?? null, seed, complete };
}

/** The graphs of all models that no other uses, each checked. */
function graphsOf(session: Session, declared: Declared, section: DataSection | null): ReadonlyMap<string, Graph> {
  const graphs = new Map<string, Graph>();
  const used = usedModels(declared);
  for (const model of declared.models) {
    if (used.has(model.name.text)) continue;
    const inputs =
      model.statement.body?.items.filter(
        (i) => i.kind === "statement" && findWord("structure", i.word.text)?.role === "input",
      ).length ?? 0;
    const dataShape = (input: string, at: At) => {
      const width = section ? dataWidth(session, section, input, inputs) : null;
      // Of data that are there, what is wrong with the columns is said where they are checked.
      if (width === null && session.data === null) session.report("shapes/unknown-input", { name: input }, at);
      return width === null ? null : [null, width];
    };
    graphs.set(model.name.text, buildGraph(session, model, declared.defaults, dataShape));
  }
  return graphs;
}

/** Names of models that another model or block of this file applies. */
function usedModels(declared: Declared): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (statement: Section["statement"], own: string): void => {
    for (const item of statement.body?.items ?? []) {
      if (item.kind !== "statement") continue;
      const entry: Entry | undefined = declared.scope.names.get(item.word.text);
      if (entry?.is === "model" && entry.name.text !== own) used.add(item.word.text);
      visit(item, own);
    }
  };
  for (const [name, entry] of declared.scope.names)
    if (entry.is === "model" || entry.is === "block") visit(entry.statement, name);
  return used;
}

function pick(
  session: Session,
  declared: Declared,
  graphs: ReadonlyMap<string, Graph>,
  wanted: { name: string; at: At } | null,
  at: At | null,
): Graph | null {
  if (wanted) {
    const graph = graphs.get(wanted.name);
    if (graph) return graph;
    const model = declared.models.find((m) => m.name.text === wanted.name);
    if (model) return buildGraph(session, model, declared.defaults, () => null);
    const near = suggest(
      wanted.name,
      declared.models.map((m) => m.name.text),
    );
    session.report(
      "names/unknown-model",
      { name: wanted.name, suggestion: near },
      wanted.at,
      near ? { fixes: [replace(`write ${near}`, wanted.at.span, near)] } : {},
    );
    return null;
  }
  if (graphs.size === 1) return [...graphs.values()][0]!;
  if (graphs.size > 1 && at) session.report("names/several-models", { names: [...graphs.keys()] }, at);
  const circular = declared.models[0];
  if (graphs.size === 0 && circular)
    session.report(
      "names/recursive",
      { what: "model", name: circular.name.text },
      { path: circular.path, span: circular.name.span },
    );
  if (declared.models.length === 0 && at) session.report("names/no-model", {}, at);
  return null;
}
