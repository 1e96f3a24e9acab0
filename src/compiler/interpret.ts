import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { DataIr, TrainingIr } from "../ir/ir.js";
import { checkFacts, type TrainedBy } from "./data/check-facts.js";
import { finishData } from "./data/finish.js";
import { readData, type DataSection } from "./data/section.js";
import { trainingRows } from "./data/training-rows.js";
import type { ModelGraph } from "./graph/graph.js";
import { lintModel } from "./lints/index.js";
import { graphsOf, pick, type Wanted } from "./model/roots.js";
import type { Declared } from "./names/declare.js";
import { isUnsure, readSection, sectionWord, type Section } from "./section.js";
import type { Session } from "./session.js";
import { finishTraining, type Trainings } from "./train/section.js";
import { nameSteps } from "./train/steps-per-epoch.js";
import { placeOfKey } from "./values/parts.js";

/** What a file comes to. */
export interface Meaning {
  readonly graph: ModelGraph | null;
  readonly section: DataSection | null;
  readonly data: DataIr | null;
  readonly training: TrainingIr | null;
  readonly seed: number;
  /** Every shape is known. */
  readonly complete: boolean;
}

/** What is asked for beside what the file says. */
export interface Asked {
  /** The model meant where several stand alone. */
  readonly model: string | null;
  /** Instead of the spec's seed. */
  readonly seed: number | null;
}

/** Data, models and training of a file whose names are declared; `found` grows meanwhile. */
export function interpret(
  session: Session,
  found: readonly Diagnostic[],
  declared: Declared,
  { model, seed }: Asked,
): Meaning {
  const { section, train, wanted } = sectionsOf(session, declared);
  const graphs = graphsOf(session, declared, section);
  const at = train?.at ?? { path: session.file.root, span: { start: 0, end: 0 } };
  const graph = pick(session, declared, graphs, {
    wanted: model === null ? wanted : { name: model, at },
    at: train?.at ?? section?.section.at ?? null,
  });
  const training = train && graph ? finishTraining(session, train, graph, hasValidation(section)) : null;
  const data = section && graph ? finishData(session, section, graph, training?.losses ?? {}) : null;
  if (section) {
    const trained = train && training && trainedBy(train, training);
    checkFacts(session, section, graph && data && { graph, ir: data }, trained);
    if (graph && train && section.target === null && !isUnsure(section.section, "target"))
      session.report("data/no-target", {}, section.section.at);
  }
  advise(session, { found, graphs, graph, training, train, section });
  return {
    graph,
    section,
    data,
    training: training && { stages: [training.ir] },
    seed: seed ?? (typeof train?.settings["seed"] === "number" ? train.settings["seed"] : 0),
    complete: graph !== null && isComplete(graph),
  };
}

const trainedBy = ({ at, bound }: Section, { ir }: Trainings): TrainedBy => ({
  ir,
  at: (param) => bound.placeOf(param) ?? at,
  keyAt: (param, key) => placeOfKey(bound.constantOf(param), key),
});

/** Whether there are rows to watch during training; null: not known. */
const hasValidation = (section: DataSection | null): boolean | null =>
  section === null || isUnsure(section.section, "validation") ? null : section.validation !== null;

/** Every shape is known. */
const isComplete = ({ inputs, nodes, outputs }: ModelGraph): boolean =>
  outputs.length > 0 &&
  inputs.every((i) => i.shape !== null) &&
  nodes.every((n) => n.shapes.every((shape) => shape !== null)) &&
  outputs.every((o) => o.tensor.shape !== null);

interface Sections {
  readonly section: DataSection | null;
  readonly train: Section | null;
  /** The model that the training names. */
  readonly wanted: Wanted | null;
}

function sectionsOf(session: Session, { scope, sections }: Declared): Sections {
  const dataStatement = sections.get("data");
  const trainStatement = sections.get("train");
  const dataRead = nameSteps(session, trainStatement, scope);
  const section = dataStatement ? readData(session, dataStatement, scope) : null;
  dataRead(section);
  if (!trainStatement) return { section, train: null, wanted: null };
  const name = trainStatement.args.find((a) => a.name === null && a.value.kind === "name");
  const args = trainStatement.args.filter((a) => a !== name);
  const train = readSection(session, trainStatement, { scope, word: sectionWord("train"), args });
  const wanted =
    name?.value.kind === "name" ? { name: name.value.text, at: { path: session.file.root, span: name.span } } : null;
  return { section, train, wanted };
}

interface Read {
  readonly found: readonly Diagnostic[];
  readonly graphs: ReadonlyMap<string, ModelGraph>;
  readonly graph: ModelGraph | null;
  readonly training: Trainings | null;
  readonly train: Section | null;
  readonly section: DataSection | null;
}

/** The lints, over every model that stands alone. */
function advise(session: Session, { found, graphs, graph, training, train, section }: Read): void {
  const sound = !found.some((d) => d.severity === "error");
  const rows = section && session.data.facts ? trainingRows(session.data.facts, section) : null;
  for (const g of graphs.values()) {
    const own = g === graph ? training : null;
    const context = { training: own?.ir ?? null, callbacks: own?.callbacks ?? [], section: train, rows, sound };
    lintModel(session, { graph: g, ...context });
  }
}
