import { beyondWasm } from "../../catalog/beyond-wasm.js";
import { pointerStep } from "../../ir/authored.js";
import { isEntries, isList, type Formula } from "../../ir/formula.js";
import type { Ir, OutputIr, TrainingIr } from "../../ir/ir.js";
import type { Value, WordCall } from "../../ir/value.js";
import { docComment, lineComments } from "./comment.js";
import { argumentComment, own, type Emission } from "./emission.js";
import { listLiteral, objectLiteral, type Entry } from "./literal.js";
import { metricExpression } from "./metric-expression.js";
import type { ModuleImports } from "./module-imports.js";
import { valueExpression, wordExpression, type MadeFamily } from "./word-expression.js";

/**
 * `export async function train()`: builds the model, reads the data unless they are given, and fits as the train block
 * says. Where they are given, the module needs nothing of Node; which back end computes is then for the caller to say.
 */
export function trainingSection(ir: Ir, training: TrainingIr, emission: Emission): string {
  const { imports } = emission;
  const options = `options: Partial<${imports.type("FitOptions")}> = {}`;
  const given = ir.data ? options : `data: ${imports.type("Dataset")} | ${imports.type("Arrays")}, ${options}`;
  const what = ir.data
    ? "Trains a new model on the data"
    : "Trains a new model on the given data and the back end that TensorFlow.js has";
  return [
    docComment([emission.wording("/training").doc ?? null, `${what}; \`options\` replace single settings.`]).trimEnd(),
    `export async function train(${given}): Promise<${imports.type("Trained")}> {`,
    ...(ir.data ? [openBackendText(ir, imports)] : []),
    "const model = buildModel();",
    ...(ir.data ? ["const data = await loadData(model);"] : []),
    `const result = await ${imports.value("fit")}(model, data, ${fitOptionsText(ir, training, emission)});`,
    "return { ...result, model };",
    "}",
  ].join("\n");
}

function openBackendText(ir: Ir, imports: ModuleImports): string {
  const open = imports.value("openBackend");
  if (beyondWasm(ir.model).length === 0) return `await ${open}();`;
  return `await ${open}({ fallback: "cpu" }); // wasm has no right gradients of convolutions, embeddings and max pooling`;
}

function fitOptionsText(ir: Ir, training: TrainingIr, emission: Emission): string {
  const { outputs } = ir.model;
  const wording = emission.wording("/training");
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
      : said(option, name, () => valueExpression(emission, undefined, value, `/training/${name}`, formula(name)));
  const call = (family: MadeFamily, value: WordCall, pointer: string, from: Formula): string =>
    emission.constants.expression(from, value, () => wordExpression(emission, family, value, pointer));
  const lossText = ({ name }: OutputIr): string | null => {
    const loss = training.loss[name];
    return loss ? call("loss", loss, `/training/loss${pointerStep(name)}`, ofOutput(formula("loss"), name)) : null;
  };
  const weights = Object.fromEntries(outputs.map(({ name }) => [name, training.loss_weights[name] ?? 1]));
  const entries: readonly Entry[] = [
    ...said("optimizer", "optimizer", () =>
      call("optimizer", training.optimizer, "/training/optimizer", formula("optimizer")),
    ),
    ...said("loss", "loss", () => perOutput(outputs, lossText) ?? "null"),
    ...setting(
      "lossWeights",
      "loss_weights",
      weights,
      Object.values(weights).every((weight) => weight === 1),
    ),
    ...said("metrics", "metrics", () => metricsText(outputs, training, emission, formula("metrics"))),
    ...setting("classWeight", "class_weight", training.class_weight, false),
    ...setting("epochs", "epochs", training.epochs, training.epochs === 1),
    ...setting("batchSize", "batch_size", training.batch_size, training.batch_size === 32),
    ...setting("shuffle", "shuffle", training.shuffle, training.shuffle),
    ...setting("stepsPerEpoch", "steps_per_epoch", training.steps_per_epoch, false),
    ...setting("validationFreq", "validation_freq", training.validation_freq, training.validation_freq === 1),
    ...setting("seed", "seed", ir.seed, ir.seed === 0),
    ...callbackEntry(training, emission),
  ];
  const text = objectLiteral(entries);
  return `${text.slice(0, -2)}, ...options }`;
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
  training: TrainingIr,
  emission: Emission,
  formula: Formula,
): string | null {
  const list = (output: OutputIr): string | null => {
    const metrics = training.metrics[output.name] ?? [];
    if (metrics.length === 0) return null;
    const given = ofOutput(formula, output.name);
    return listLiteral(
      metrics.map((metric, i) => {
        const from = isList(given) ? (given[i] ?? null) : metrics.length === 1 ? given : null;
        const pointer = `/training/metrics${pointerStep(output.name)}/${i}`;
        return {
          text: emission.constants.expression(from, metric.call, () =>
            metricExpression(emission, metric, output, training.loss[output.name] ?? null, pointer),
          ),
        };
      }),
    );
  };
  return outputs.every((o) => !training.metrics[o.name]?.length) ? null : perOutput(outputs, list);
}

function callbackEntry({ callbacks }: TrainingIr, emission: Emission): readonly Entry[] {
  if (callbacks.length === 0) return [];
  const items = callbacks.map((call, i) => {
    const pointer = `/training/callbacks/${i}`;
    return {
      text: wordExpression(emission, "callback", call, pointer),
      comment: lineComments(emission.wording(`${pointer}/args`).doc ?? null),
    };
  });
  return [["callbacks", listLiteral(items)]];
}
