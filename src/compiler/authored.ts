import { pointerStep, type Authored, type PartIr, type Wording } from "../ir/authored.js";
import type { DataIr, Ir, ModelIr, StageIr } from "../ir/ir.js";
import { isWordCall, type Value } from "../ir/value.js";
import type { ModelGraph } from "./graph/graph.js";
import type { Session } from "./session.js";

/** How the spec says what became the IR: gathered from where the check noted it, under the places of the IR. */
export function authoredOf(
  session: Session,
  graph: ModelGraph,
  { model, data, training }: Pick<Ir, "model" | "data" | "training">,
): Authored {
  const wordings: Record<string, Wording> = {};
  const note = (pointer: string, thing: object, rest = ""): void => {
    const wording = session.said.wordings.get(thing);
    if (wording) wordings[pointer + rest] = wording;
  };
  /** Words in values, however deep. */
  const visit = (pointer: string, value: Value): void => {
    if (typeof value !== "object" || value === null) return;
    if (isWordCall(value)) {
      note(pointer, value, "/args");
      below(`${pointer}/args`, value.args);
    } else below(pointer, value);
  };
  const below = (pointer: string, values: object): void => {
    for (const [key, item] of Object.entries(values))
      if (typeof item === "object" && item !== null) visit(pointer + pointerStep(key), item as Value);
  };
  ofModel(graph, model, note, visit);
  training?.stages.forEach((stage, i) => ofStage(`/training/stages/${i}`, stage, note, visit));
  if (data) ofData(data, note);
  const formulas = Object.values(wordings).flatMap((wording) => Object.values(wording.formulas ?? {}));
  return { values: session.names.values.mentionedBy(formulas), parts: partsOf(graph, model), wordings };
}

/** Both parts of the pointer are joined only where there is something to note. */
type Note = (pointer: string, thing: object, rest?: string) => void;
type Visit = (pointer: string, value: Value) => void;

function ofModel(graph: ModelGraph, model: ModelIr, note: Note, visit: Visit): void {
  const layers = new Map(graph.layers.map((layer) => [layer.name, layer]));
  graph.inputs.forEach((input, i) => note(`/model/inputs/${i}`, input));
  model.layers.forEach(({ name, args, written }, i) => {
    const pointer = `/model/layers/${i}/args`;
    note(pointer, layers.get(name)!);
    for (const param of written) if (typeof args[param] === "object") visit(pointer + pointerStep(param), args[param]);
  });
  note("/model/outputs", graph.outputs);
}

function ofStage(pointer: string, stage: StageIr, note: Note, visit: Visit): void {
  note(pointer, stage);
  visit(`${pointer}/optimizer`, stage.optimizer);
  visit(`${pointer}/loss`, stage.loss);
  for (const [output, metrics] of Object.entries(stage.metrics)) {
    metrics.forEach(({ call }, i) => visit(`${pointer}/metrics${pointerStep(output)}/${i}/call`, call));
  }
  visit(`${pointer}/callbacks`, stage.callbacks);
}

function ofData(data: DataIr, note: Note): void {
  note("/data", data);
  if (data.test) note("/data/test", data.test);
  data.validation.forEach((split, i) => note(`/data/validation/${i}`, split));
  for (const [name, column] of Object.entries(data.columns)) note(`/data/columns${pointerStep(name)}`, column);
}

/** Documented statements with those of their nodes that an output needs. */
function partsOf(graph: ModelGraph, model: ModelIr): readonly PartIr[] {
  const reached = new Set(model.nodes.map((node) => node.name));
  return graph.parts.flatMap(({ first, end, ...said }) => {
    const nodes = graph.nodes.slice(first, end).flatMap(({ name }) => (reached.has(name) ? [name] : []));
    return nodes.length > 0 ? [{ ...said, nodes }] : [];
  });
}
