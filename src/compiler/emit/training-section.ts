import { beyondWasm } from "../../catalog/beyond-wasm.js";
import { pointerStep } from "../../ir/authored.js";
import { isEntries, isList, type Formula } from "../../ir/formula.js";
import type { Ir, ModelIr, OutputIr, StageIr, TrainingIr } from "../../ir/ir.js";
import { phaseOf } from "../../ir/stages.js";
import type { Value, WordCall } from "../../ir/value.js";
import { docComment, lineComments } from "./comment.js";
import { argumentComment, own, type Emission } from "./emission.js";
import { listLiteral, literal, objectLiteral, textLiteral, type Entry } from "./literal.js";
import { metricExpression } from "./metric-expression.js";
import type { ModuleImports } from "./module-imports.js";
import { valueExpression, wordExpression, type MadeFamily } from "./word-expression.js";

/** A stage with its place in the IR, and what its `fit` says beside its settings. */
interface StageText {
  readonly stage: StageIr;
  readonly pointer: string;
  readonly among: readonly Entry[];
}

/**
 * `export async function train()`: builds the model, reads the data unless they are given, and fits as the train block
 * says, once a stage. Where they are given, the module needs nothing of Node; which back end computes is then for the
 * caller to say.
 */
export function trainingSection(ir: Ir, training: TrainingIr, emission: Emission): string {
  const { imports } = emission;
  const { stages } = training;
  const fitOptions = imports.type("FitOptions");
  const replaced = stages.length === 1 ? fitOptions : `Omit<${fitOptions}, "after" | "resume">`;
  const options = `options: Partial<${replaced}> = {}`;
  const given = ir.data ? options : `data: ${imports.type("Dataset")} | ${imports.type("Arrays")}, ${options}`;
  const what = ir.data
    ? "Trains a new model on the data"
    : "Trains a new model on the given data and the back end that TensorFlow.js has";
  const how = stages.length === 1 ? "" : `, in ${stages.length} phases`;
  const fits = stages.map((_, i) => {
    const kept = i === 0 ? (stages.length === 1 ? "const " : "let ") : "";
    const text = fitOptionsText(ir, stageText(ir, training, i), emission);
    const about = i === 0 ? "" : lineComments(emission.wording(`/training/stages/${i}`).doc ?? null);
    return `${about}${kept}result = await ${imports.value("fit")}(model, data, ${text});`;
  });
  const doc = emission.wording("/training/stages/0").doc ?? null;
  return [
    docComment([doc, `${what}${how}; \`options\` replace single settings.`]).trimEnd(),
    `export async function train(${given}): Promise<${imports.type("Trained")}> {`,
    ...(ir.data ? [openBackendText(ir, imports)] : []),
    "const model = buildModel();",
    ...(ir.data ? ["const data = await loadData(model);"] : []),
    ...fits,
    "return { ...result, model };",
    "}",
  ].join("\n");
}

function stageText({ model }: Ir, training: TrainingIr, place: number): StageText {
  const stage = training.stages[place]!;
  const frozen = foldedNames(model, stage.frozen);
  const phase = phaseOf(training, place);
  return {
    stage,
    pointer: `/training/stages/${place}`,
    among: [
      ...(phase === null ? [] : [["phase", textLiteral(phase)] as const]),
      ...(frozen.length === 0 ? [] : [["freeze", literal(frozen)] as const]),
      ...(place === 0 ? [] : [["after", "result"] as const]),
    ],
  };
}

/** Layers by the model or block whose layers they all are, where there is one; else each by its name. */
function foldedNames({ groups = [], layers }: ModelIr, names: readonly string[]): readonly string[] {
  const all = new Set(names);
  const whole = groups.filter(
    (group) =>
      group.layers.every((layer) => all.has(layer)) &&
      // `freeze` takes a name for every layer whose name begins with it
      layers.every(({ name }) => group.layers.includes(name) === (name === group.name || isUnder(name, group.name))),
  );
  const outer = whole.filter(({ name }) => !whole.some((other) => isUnder(name, other.name)));
  const said = outer.map((group) => group.name);
  return [...said, ...names.filter((name) => !outer.some((group) => group.layers.includes(name)))];
}

const isUnder = (name: string, outer: string): boolean => name.startsWith(`${outer}/`);

function openBackendText(ir: Ir, imports: ModuleImports): string {
  const open = imports.value("openBackend");
  if (beyondWasm(ir.model).length === 0) return `await ${open}();`;
  return `await ${open}({ fallback: "cpu" }); // wasm has no right gradients of convolutions, embeddings and max pooling`;
}

function fitOptionsText(ir: Ir, text: StageText, emission: Emission): string {
  const { outputs } = ir.model;
  const { stage, pointer, among } = text;
  const wording = emission.wording(pointer);
  const wrote = (name: string): boolean => wording.written?.includes(name) ?? false;
  const formula = (name: string): Formula => own(wording.formulas, name) ?? null;
  const said = (option: string, name: string, text: () => string | null): Entry[] => {
    const comment = argumentComment(emission, wording, name);
    const expression = text();
    return expression === null ? [] : [[option, expression, comment]];
  };
  const setting = (option: string, name: string, value: Value, isDefault: boolean): Entry[] =>
    value === null || (isDefault && !wrote(name))
      ? []
      : said(option, name, () => valueExpression(emission, undefined, value, `${pointer}/${name}`, formula(name)));
  const call = (family: MadeFamily, value: WordCall, pointer: string, from: Formula): string =>
    emission.constants.expression(from, value, () => wordExpression(emission, family, value, pointer));
  const lossText = ({ name }: OutputIr): string | null => {
    const loss = stage.loss[name];
    return loss ? call("loss", loss, `${pointer}/loss${pointerStep(name)}`, ofOutput(formula("loss"), name)) : null;
  };
  const weights = Object.fromEntries(outputs.map(({ name }) => [name, stage.loss_weights[name] ?? 1]));
  const entries: readonly Entry[] = [
    ...said("optimizer", "optimizer", () =>
      call("optimizer", stage.optimizer, `${pointer}/optimizer`, formula("optimizer")),
    ),
    ...said("loss", "loss", () => perOutput(outputs, lossText) ?? "null"),
    ...setting(
      "lossWeights",
      "loss_weights",
      weights,
      Object.values(weights).every((weight) => weight === 1),
    ),
    ...said("metrics", "metrics", () => metricsText(outputs, text, emission, formula("metrics"))),
    ...setting("classWeight", "class_weight", stage.class_weight, false),
    ...setting("epochs", "epochs", stage.epochs, stage.epochs === 1),
    ...setting("batchSize", "batch_size", stage.batch_size, stage.batch_size === 32),
    ...setting("shuffle", "shuffle", stage.shuffle, stage.shuffle),
    ...setting("stepsPerEpoch", "steps_per_epoch", stage.steps_per_epoch, false),
    ...setting("validationFreq", "validation_freq", stage.validation_freq, stage.validation_freq === 1),
    ...setting("seed", "seed", ir.seed, ir.seed === 0),
    ...callbackEntry(text, emission),
    ...among,
  ];
  return `${objectLiteral(entries).slice(0, -2)}, ...options }`;
}

/** Of a single output bare, else by output name; an output that says nothing is left out. */
function perOutput(outputs: readonly OutputIr[], said: (output: OutputIr) => string | null): string | null {
  if (outputs.length === 1) return said(outputs[0]!);
  return objectLiteral(
    outputs.flatMap((o): Entry[] => {
      const text = said(o);
      return text === null ? [] : [[o.name, text]];
    }),
  );
}

/** A setting for all outputs alike, or a map by output. */
const ofOutput = (formula: Formula, output: string): Formula =>
  isEntries(formula) ? (own(formula.entries, output) ?? null) : formula;

function metricsText(
  outputs: readonly OutputIr[],
  { stage, pointer: at }: StageText,
  emission: Emission,
  formula: Formula,
): string | null {
  const list = (output: OutputIr): string | null => {
    const metrics = stage.metrics[output.name] ?? [];
    if (metrics.length === 0) return null;
    const given = ofOutput(formula, output.name);
    return listLiteral(
      metrics.map((metric, i) => {
        const from = isList(given) ? (given[i] ?? null) : metrics.length === 1 ? given : null;
        const pointer = `${at}/metrics${pointerStep(output.name)}/${i}`;
        return {
          text: emission.constants.expression(from, metric.call, () =>
            metricExpression(emission, metric, output, stage.loss[output.name] ?? null, pointer),
          ),
        };
      }),
    );
  };
  return outputs.every((o) => !stage.metrics[o.name]?.length) ? null : perOutput(outputs, list);
}

function callbackEntry({ stage: { callbacks }, pointer: at }: StageText, emission: Emission): readonly Entry[] {
  if (callbacks.length === 0) return [];
  const items = callbacks.map((call, i) => {
    const pointer = `${at}/callbacks/${i}`;
    return {
      text: wordExpression(emission, "callback", call, pointer),
      comment: lineComments(emission.wording(`${pointer}/args`).doc ?? null),
    };
  });
  return [["callbacks", listLiteral(items)]];
}
