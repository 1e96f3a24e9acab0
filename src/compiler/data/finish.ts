import { layOut } from "../../columns/lay-out.js";
import { unnamed } from "../../tensor/lengths.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { DataIr, FeatureIr, TargetIr } from "../../ir/ir.js";
import type { WordCall } from "../../ir/value.js";
import { isNothing, type ModelGraph, type GraphOutput } from "../graph/graph.js";
import { unitsOf } from "../train/outputs.js";
import type { Session } from "../session.js";
import { placeOfKey } from "../values/parts.js";
import { decideOr } from "../values/decide.js";
import { namesIn, type DataSection } from "./section.js";
import { columnsOf } from "./uses.js";

/** The data section with the model: which columns feed which input, and what each output is held against. */
export function finishData(
  session: Session,
  d: DataSection,
  graph: ModelGraph,
  losses: Readonly<Record<string, WordCall | null>>,
): DataIr | null {
  if (d.source === null) return null;
  const at = d.section.bound.placeOf("target") ?? d.section.at;
  const assigned = assignTargets(session, d, graph);
  const features: FeatureIr[] = [];
  const misnamed = mapKeys(session, d, "features", { what: "input", names: graph.inputs.map((i) => i.name) });
  for (const input of graph.inputs) {
    const columns = columnsOf(d, input.name, graph.inputs.length);
    if (columns === undefined && misnamed) continue;
    if (columns === undefined)
      session.report("data/no-features", { input: input.name }, d.section.bound.placeOf("features") ?? at);
    else features.push({ input: input.name, columns });
  }
  const targets = graph.outputs.flatMap((o): TargetIr[] => {
    const columns = assigned.get(o.name);
    if (!columns) return [];
    return [targetOf(o, columns, losses[o.name] ?? null)];
  });
  const ir: DataIr = {
    source: d.source,
    features,
    targets,
    columns: Object.fromEntries([...d.columns].map(([name, c]) => [name, c.ir])),
    normalize: d.normalize,
    weight: d.weight,
    test: d.test,
    validation: d.validation ? [d.validation] : [],
  };
  if (d.section.wording) session.said.wordings.set(ir, d.section.wording);
  return ir;
}

/** How the columns of an output are prepared for its loss. */
function targetOf(output: GraphOutput, columns: readonly string[], loss: WordCall | null): TargetIr {
  const { name, tensor } = output;
  const word = loss ? wordNamed("loss", loss.word) : null;
  const given = word === null || word.target === "sign" ? "number" : word.target;
  const counted = columns.length > 1 && !columns.some((column) => column.includes("*"));
  const whole = counted && tensor.shape !== null && layOut(unnamed(tensor.shape).slice(1), columns.length) !== null;
  const encode = given === "onehot" && whole ? "number" : given;
  // A loss that reads class numbers and any output compares rows by them, and its output has no unit for each.
  const classes = encode === "number" || (encode === "index" && word?.output === "any") ? null : unitsOf(output);
  const ignored = loss && word?.ignored ? decideOr(word.params, loss.args, null, word.ignored) : null;
  return { output: name, columns, encode, classes, ...(ignored !== null && { ignored }) };
}

function assignTargets(session: Session, d: DataSection, graph: ModelGraph): ReadonlyMap<string, readonly string[]> {
  const assigned = new Map<string, readonly string[]>();
  const t = d.target;
  const outputs = graph.outputs.map((o) => o.name);
  if (t === null) return assigned;
  const at = d.section.bound.placeOf("target") ?? d.section.at;
  if (typeof t === "string" || Array.isArray(t)) {
    const names = namesIn(t);
    if (outputs.length === 1) assigned.set(outputs[0]!, names);
    else if (names.length === outputs.length) names.forEach((n, i) => assigned.set(outputs[i]!, [n]));
    else session.report("data/target-count", { columns: names.length, outputs }, at);
    return assigned;
  }
  // An output of a layer that is not known has no name either.
  if (graph.outputs.every(({ tensor }) => !isNothing(tensor.from)))
    mapKeys(session, d, "target", { what: "output", names: outputs });
  for (const [output, columns] of Object.entries(t))
    assigned.set(output, typeof columns === "string" ? [columns] : columns);
  return assigned;
}

/** The inputs or outputs that a setting is a map from. */
interface Named {
  readonly what: "input" | "output";
  readonly names: readonly string[];
}

/** Keys that name no input or output are reported; whether there were any. */
function mapKeys(session: Session, d: DataSection, param: "features" | "target", { what, names }: Named): boolean {
  const columns = d[param];
  if (columns === null || typeof columns === "string" || Array.isArray(columns)) return false;
  const { bound, at } = d.section;
  const unknown = Object.keys(columns).filter((key) => !names.includes(key));
  for (const key of unknown)
    session.report(
      "data/unknown-key",
      { key, what, names },
      placeOfKey(bound.constantOf(param), key) ?? bound.placeOf(param) ?? at,
    );
  return unknown.length > 0;
}
