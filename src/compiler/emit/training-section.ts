import { beyondWasm } from "../../catalog/beyond-wasm.js";
import type { Ir, OutputIr, TrainingIr } from "../../ir/ir.js";
import type { Value } from "../../ir/value.js";
import { literal, objectLiteral } from "./literal.js";
import { metricExpression } from "./metric-expression.js";
import type { ModuleImports } from "./module-imports.js";
import { wordExpression } from "./word-expression.js";

type Entry = readonly [key: string, expression: string];

/** `export async function train()`: builds the model, reads the data unless they are given, and fits as the train block says. */
export function trainingSection(ir: Ir, training: TrainingIr, imports: ModuleImports): string {
  const options = `options: Partial<${imports.type("FitOptions")}> = {}`;
  const given = ir.data ? options : `data: ${imports.type("Dataset")} | ${imports.type("Arrays")}, ${options}`;
  const what = ir.data ? "Trains a new model on the data" : "Trains a new model on the given data";
  return [
    `/** ${what}; \`options\` replace single settings. */`,
    `export async function train(${given}): Promise<${imports.type("Trained")}> {`,
    openBackendText(ir, imports),
    "const model = buildModel();",
    ...(ir.data ? ["const data = await loadData(model);"] : []),
    `const result = await ${imports.runtime("fit")}(model, data, ${fitOptionsText(ir, training, imports)});`,
    "return { ...result, model };",
    "}",
  ].join("\n");
}

function openBackendText(ir: Ir, imports: ModuleImports): string {
  const open = imports.runtime("openBackend");
  if (beyondWasm(ir.model).length === 0) return `await ${open}();`;
  return `await ${open}({ fallback: "cpu" }); // wasm has no gradients of convolutions and embeddings`;
}

function fitOptionsText(ir: Ir, training: TrainingIr, imports: ModuleImports): string {
  const { outputs } = ir.model;
  const entries: (Entry | null)[] = [
    ["optimizer", wordExpression(imports, "optimizer", training.optimizer)],
    ["loss", perOutput(outputs, (o) => (training.loss[o.name] ? wordExpression(imports, "loss", training.loss[o.name]!) : null)) ?? "null"],
    unless(outputs.every((o) => (training.loss_weights[o.name] ?? 1) === 1), () => ["lossWeights", weightsText(outputs, training)]),
    unless(outputs.every((o) => !training.metrics[o.name]?.length), () => ["metrics", metricsText(outputs, training, imports)]),
    unless(training.class_weight === null, () => ["classWeight", literal(training.class_weight as Value)]),
    unless(training.epochs === 1, () => ["epochs", literal(training.epochs)]),
    unless(training.batch_size === 32, () => ["batchSize", literal(training.batch_size)]),
    unless(training.shuffle, () => ["shuffle", "false"]),
    unless(training.steps_per_epoch === null, () => ["stepsPerEpoch", literal(training.steps_per_epoch)]),
    unless(training.validation_freq === 1, () => ["validationFreq", literal(training.validation_freq)]),
    unless(ir.seed === 0, () => ["seed", literal(ir.seed)]),
    unless(training.callbacks.length === 0, () => ["callbacks", `[${training.callbacks.map((c) => wordExpression(imports, "callback", c)).join(", ")}]`]),
  ];
  const text = objectLiteral(entries.filter((e) => e !== null));
  return `${text.slice(0, -2)}, ...options }`;
}

const unless = (left: boolean, said: () => Entry): Entry | null => (left ? null : said());

/** Of a single output bare, else by output name; an output that says nothing is left out. */
function perOutput(outputs: readonly OutputIr[], said: (output: OutputIr) => string | null): string | null {
  if (outputs.length === 1) return said(outputs[0]!);
  return objectLiteral(outputs.flatMap((o) => (said(o) === null ? [] : [[o.name, said(o)!] as const])));
}

const weightsText = (outputs: readonly OutputIr[], { loss_weights }: TrainingIr): string =>
  objectLiteral(outputs.map((o) => [o.name, literal(loss_weights[o.name] ?? 1)]));

function metricsText(outputs: readonly OutputIr[], training: TrainingIr, imports: ModuleImports): string {
  const list = (output: OutputIr): string | null => {
    const metrics = training.metrics[output.name] ?? [];
    if (metrics.length === 0 && outputs.length > 1) return null;
    return `[${metrics.map((metric) => metricExpression(imports, metric, output, training.loss[output.name] ?? null)).join(", ")}]`;
  };
  return perOutput(outputs, list)!;
}
