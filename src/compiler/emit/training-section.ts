import { beyondWasm } from "../../catalog/beyond-wasm.js";
import { pointerStep } from "../../ir/authored.js";
import { isEntries, isList, type Formula } from "../../ir/formula.js";
import { trainingsOf } from "../../ir/folds.js";
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
  const folds = trainingsOf(ir);
  const Trained = imports.type("Trained");
  const body = [
    "const model = buildModel();",
    ...(ir.data ? [`const data = await loadData(model${folds > 1 ? ", fold" : ""});`] : []),
    ...fitTexts(ir, training, emission),
  ];
  const doc = docComment([
    emission.wording("/training/stages/0").doc ?? null,
    `${aboutTraining(ir, training)}; \`options\` replace single settings.`,
  ]);
  return [
    doc.trimEnd(),
    `export async function train(${parametersText(ir, training, imports)}): Promise<${Trained}${folds > 1 ? "[]" : ""}> {`,
    ...(ir.data ? [openBackendText(ir, imports)] : []),
    ...(folds > 1
      ? [
          `const folds: ${Trained}[] = [];`,
          `for (let fold = 1; fold <= ${folds}; fold++) {`,
          ...body,
          "folds.push({ ...result, model });\n}\nreturn folds;",
        ]
      : [...body, "return { ...result, model };"]),
    "}",
  ].join("\n");
}

function aboutTraining(ir: Ir, { stages }: TrainingIr): string {
  const folds = trainingsOf(ir);
  const what = !ir.data
    ? "Trains a new model on the given data and the back end that TensorFlow.js has"
    : folds > 1
      ? `Trains a new model in each of ${folds} folds of the data`
      : "Trains a new model on the data";
  return stages.length === 1 ? what : `${what}, in ${stages.length} phases`;
}

function parametersText(ir: Ir, { stages }: TrainingIr, imports: ModuleImports): string {
  const fitOptions = imports.type("FitOptions");
  const taken = [
    ...(stages.length > 1 ? [`"after"`] : []),
    ...(stages.length > 1 || trainingsOf(ir) > 1 ? [`"resume"`] : []),
  ];
  const options = `options: Partial<${taken.length === 0 ? fitOptions : `Omit<${fitOptions}, ${taken.join(" | ")}>`}> = {}`;
  return ir.data ? options : `data: ${imports.type("Dataset")} | ${imports.type("Arrays")}, ${options}`;
}

/** A `fit` for each stage. */
const fitTexts = (ir: Ir, training: TrainingIr, emission: Emission): readonly string[] =>
  training.stages.map((_, i) => {
    const kept = i > 0 ? "" : training.stages.length === 1 ? "const " : "let ";
    const text = fitOptionsText(ir, stageText(ir, training, i), emission);
    const about = i === 0 ? "" : lineComments(emission.wording(`/training/stages/${i}`).doc ?? null);
    return `${about}${kept}result = await ${emission.imports.value("fit")}(model, data, ${text});`;
  });

function stageText(ir: Ir, training: TrainingIr, place: number): StageText {
  const stage = training.stages[place]!;
  const frozen = foldedNames(ir.model, stage.frozen);
  const phase = phaseOf(training, place);
  return {
    stage,
    pointer: `/training/stages/${place}`,
    among: [
      ...(trainingsOf(ir) > 1 ? [["fold", "fold"] as const] : []),
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
