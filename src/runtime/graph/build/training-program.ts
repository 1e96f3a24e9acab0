import { finalWeights } from "../../../catalog/training/apply-gradients.js";
import type { ModelIr } from "../../../ir/ir.js";
import { binary } from "../../../program/broadcast.js";
import { emit, scalar, tensorConstant, typed } from "../../../program/emit.js";
import { gradients } from "../../../program/gradient.js";
import { reachable } from "../../../program/graph.js";
import type { StepCost } from "../../../program/step-cost.js";
import type { Node, Value } from "../../../program/node.js";
import type { Objective } from "../../engine/engine.js";
import type { Program, Signature } from "../saved-model/program.js";
import { consecutiveBatch, shuffledBatch, type BatchTensors } from "./batch.js";
import { dataVariables, type DataSpec } from "./data-spec.js";
import { fillers, setter } from "./fillers.js";
import { loopForm, type Jit } from "./loop-form.js";
import { threadsFor } from "../threads.js";
import { loopVariables, stepLoop, type LoopForm, type LoopParts } from "./loop.js";
import { logNames, lossNames, objectiveLoss } from "./objective-loss.js";
import {
  optimizerVariables,
  programWeights,
  slotsOf,
  updateWeights,
  weightVariableOf,
  type ProgramWeight,
} from "./optimizer-update.js";
import { runModel } from "./run-model.js";
import { MainScope, type LoopScope, type Scope, type Variables, type VariableSpec } from "./scope.js";
import { addToSums, readSums, sumVariables, zeroSums, type SumPlace } from "./sums.js";
import { metricResults, trackedMetrics, updateMetrics, type TrackedMetric } from "./tracked-metrics.js";

/** Rows of one pass: batches of `batch`, the last one of `short` rows (0: none). */
export interface PassPlan {
  readonly data: DataSpec;
  readonly rows: number;
  readonly batch: number;
  readonly short: number;
  /** Whether there is any whole batch. */
  readonly full: boolean;
}

export const passPlan = (data: DataSpec, rows: number, batch: number): PassPlan => ({
  data,
  rows,
  batch,
  short: rows % batch,
  full: rows >= batch,
});

/** What a program is made for. */
export interface ProgramPlan {
  readonly model: ModelIr;
  /** The IR's. */
  readonly seed: number;
  readonly objective: Objective;
  readonly train: PassPlan | null;
  readonly evaluate: PassPlan | null;
  /** How often the passes will be run, as far as is known. Default 1. */
  readonly epochs?: number;
  /** Default `off`. */
  readonly jit?: Jit;
  /** Signatures that are not compiled, whatever `jit` says. */
  readonly uncompiled?: ReadonlySet<string>;
}

/** A program with what its driver has to know. Signatures are listed at `buildProgram`. */
export interface BuiltProgram extends Program {
  /** Signatures that XLA compiles. */
  readonly compiled: ReadonlySet<string>;
  readonly weights: readonly ProgramWeight[];
  readonly optimizer: readonly {
    readonly key: string;
    readonly variable: string;
    readonly shape: readonly number[];
    readonly initial: number;
  }[];
  /** Of the numbers in the sums. */
  readonly logs: readonly string[];
  /** Of the metrics of a pass, in order. */
  readonly metrics: { readonly train: readonly string[]; readonly evaluate: readonly string[] };
}

/** Where the data of a pass lies. */
export const TRAIN = "train";
export const EVALUATE = "evaluate";

/**
 * Training and evaluation of a model as one program. Signatures:
 *
 * - `start` (by weight): sets all weights, and the optimizer's state to its beginning. `set` (by weight),
 * `set_optimizer` (by its keys).
 * - `fill:<place>`, `new:<place>` and `put:<place>`: see `fillers`.
 * - `weights`, `optimizer`: all of them. `finish`: averages in the weights' place, where the optimizer keeps them.
 * - `begin` (order, rates, first_step): an epoch's; `begin_evaluate` (first_step).
 * - `train`, `train_short`, `evaluate`, `evaluate_short`: see `stepLoop`.
 * - `end`, `end_evaluate`: sums and metrics of the pass.
 *
 * Throws `NoGradient`, or an error of the recorder, for what a graph cannot say.
 */
export function buildProgram(plan: ProgramPlan): BuiltProgram {
  const { model, objective, train, evaluate } = plan;
  const weights = programWeights(model);
  const optimizer = train ? optimizerVariables(objective.optimizer, weights) : [];
  const logs = logNames(lossNames(model, objective));
  const trained = train ? trackedMetrics(model, objective, Object.keys(train.data.targets)) : [];
  const evaluated = evaluate ? trackedMetrics(model, objective, Object.keys(evaluate.data.targets)) : [];
  const small: (readonly [string, VariableSpec])[] = [
    ...weights.map(({ name, shape }) => [weightVariableOf(name), { type: "float32", shape }] as const),
    ...optimizer.map(({ variable, shape }) => [variable, { type: "float32", shape }] as const),
  ];
  const data = [
    ...(train ? dataVariables(TRAIN, train.data) : []),
    ...(evaluate ? dataVariables(EVALUATE, evaluate.data) : []),
  ];
  const variables: Variables = new Map<string, VariableSpec>([
    ...small,
    ...data,
    ...loopVariables,
    ...sumVariables(logs.length),
    ...[...trained, ...evaluated].flatMap(({ states }) =>
      states.map((s) => [s.variable, { type: "float32", shape: s.shape } as const] as const),
    ),
    ["epoch/order", { type: "int32", shape: [null] }],
    ["epoch/rates", { type: "float32", shape: [null] }],
    ["epoch/first_step", { type: "int32", shape: [] }],
  ]);
  const main = new MainScope(variables);
  const functions: Program["functions"][number][] = [];
  const signatures: Record<string, Signature> = {};
  const compiled = new Set<string>();
  const threaded = threadsFor(model, (train ?? evaluate)?.batch ?? 1, train !== null) !== 1;
  const changed = weights.filter((w) => w.trained).reduce((n, { shape }) => n + sizeOf(shape), 0);
  const pass = (
    name: string,
    { data: { inputs, targets }, full, short, batch, rows }: PassPlan,
    trains: boolean,
    step: (scope: LoopScope, rows: number, sums: SumPlace) => Value | null,
  ): void => {
    const width = [...Object.values(inputs), ...Object.values(targets)].reduce((n, { shape }) => n + sizeOf(shape), 0);
    const loop = (signature: string, size: number, turns: number, sums: SumPlace): void => {
      const made = (form: LoopForm): LoopParts =>
        stepLoop(main, variables, signature, form, (scope) => step(scope, size, sums));
      // One step an epoch is not worth the wait.
      const jit = turns > 1 && !plan.uncompiled?.has(signature) ? (plan.jit ?? "off") : "off";
      const loopSize = {
        gathered: size * width,
        trained: trains ? changed : 0,
        turns: turns * (plan.epochs ?? 1),
        threaded,
      };
      const form = (cost: StepCost): LoopForm => loopForm(model, { ...loopSize, ...cost }, jit);
      // What a step costs is known when it is recorded, which is done again where another form serves it better.
      const first = made(form({ nodes: 0, flops: 0, elements: 0 }));
      const chosen = form(first.cost);
      const parts = chosen === first.form ? first : made(chosen);
      functions.push(...parts.functions);
      signatures[signature] = parts.signature;
      if (chosen === "compiled") compiled.add(signature);
    };
    if (full) loop(name, batch, Math.floor(rows / batch), "sums/full");
    if (short > 0) loop(`${name}_short`, short, 1, "sums/short");
  };

  const set = weights.map(({ name }) => ({ input: name, variable: weightVariableOf(name) }));
  signatures["set"] = setter(main, set);
  if (train) {
    signatures["start"] = setter(main, set, optimizer);
    if (optimizer.length > 0)
      signatures["set_optimizer"] = setter(
        main,
        optimizer.map(({ key, variable }) => ({ input: key, variable })),
      );
  }
  if (train) Object.assign(signatures, fillers(main, TRAIN, dataVariables(TRAIN, train.data)));
  if (evaluate) Object.assign(signatures, fillers(main, EVALUATE, dataVariables(EVALUATE, evaluate.data)));
  signatures["weights"] = {
    inputs: {},
    outputs: Object.fromEntries(weights.map(({ name }) => [name, main.read(weightVariableOf(name))])),
  };
  if (train) {
    signatures["optimizer"] = {
      inputs: {},
      outputs: Object.fromEntries(optimizer.map(({ key, variable }) => [key, main.read(variable)])),
    };
    const finish = finisher(main, plan, weights);
    if (finish) signatures["finish"] = finish;
    signatures["begin"] = beginning(main, trained, logs.length, true);
    signatures["end"] = ending(main, trained);
    pass("train", train, true, (scope, rows, sums) => trainStep(scope, plan, train, weights, trained, rows, sums));
  }
  if (evaluate) {
    signatures["begin_evaluate"] = beginning(main, evaluated, logs.length, false);
    signatures["end_evaluate"] = ending(main, evaluated);
    pass("evaluate", evaluate, false, (scope, rows, sums) => {
      const batch = consecutiveBatch(scope, EVALUATE, evaluate.data, scope.i, evaluate.batch, rows);
      forward(scope, plan, weights, batch, false, scope.read("epoch/first_step"), evaluated, sums);
      return null;
    });
  }
  const names = (all: readonly TrackedMetric[]): readonly string[] => all.map((m) => m.logged);
  return {
    functions,
    signatures,
    compiled,
    weights,
    optimizer,
    logs,
    metrics: { train: names(trained), evaluate: names(evaluated) },
  };
}

/** One batch forward: sums and metrics are written; the total loss and the new state come out. */
function forward(
  scope: Scope,
  plan: ProgramPlan,
  weights: readonly ProgramWeight[],
  batch: BatchTensors,
  training: boolean,
  step: Value,
  tracked: readonly TrackedMetric[],
  sums: SumPlace,
) {
  const ops = scope.ops(step);
  const values = Object.fromEntries(weights.map(({ name }) => [name, scope.read(weightVariableOf(name))]));
  const run = runModel(ops, plan.model, { inputs: batch.inputs, weights: values, training, seed: plan.seed });
  const numbers = objectiveLoss(ops, plan.model, plan.objective, run, values, batch.targets, batch.weights);
  addToSums(scope, sums, numbers, (xs) => ops.stack(xs, 0));
  updateMetrics(scope, ops, tracked, run, batch.targets);
  return { ops, run, values, total: numbers[0] as Value };
}

function trainStep(
  scope: LoopScope,
  plan: ProgramPlan,
  pass: PassPlan,
  weights: readonly ProgramWeight[],
  tracked: readonly TrackedMetric[],
  rows: number,
  sums: SumPlace,
): Value {
  const { g } = scope;
  const batch = shuffledBatch(scope, TRAIN, pass.data, "epoch/order", scope.i, pass.batch, rows);
  const before = binary(g, "AddV2", scope.read("epoch/first_step"), scope.i);
  const { ops, run, values, total } = forward(scope, plan, weights, batch, true, before, tracked, sums);
  const needed = new Set<Node>(reachable([total]));
  // A weight that the loss does not depend on has no gradient and stays, decay and all.
  const trained = weights.filter((w) => w.trained && needed.has((values[w.name] as Value).node));
  const found = gradients(
    g,
    total,
    trained.map((w) => values[w.name] as Value),
  );
  const rate = { Tparams: typed("float32"), Tindices: typed("int32"), Taxis: typed("int32"), batch_dims: { int: 0 } };
  const learningRate = emit(
    g,
    "GatherV2",
    [scope.read("epoch/rates"), scope.i, scalar(g, 0, "int32")],
    rate,
    "output",
    "float32",
    [],
  );
  const step = scope.cast(binary(g, "AddV2", before, scalar(g, 1, "int32")), "float32");
  const gradientsByName = Object.fromEntries(trained.map((w, i) => [w.name, found[i]!]));
  updateWeights({
    scope,
    ops,
    optimizer: plan.objective.optimizer,
    weights,
    gradients: gradientsByName,
    learningRate,
    step,
  });
  for (const [name, value] of run.assigned) scope.assign(weightVariableOf(name), value as Value);
  return emit(g, "IsFinite", [total], { T: typed("float32") }, "y", "bool", []);
}

function beginning(main: MainScope, tracked: readonly TrackedMetric[], numbers: number, training: boolean): Signature {
  const first = main.placeholder("int32", []);
  const already = main.effects.length;
  main.assign("epoch/first_step", main.copied(first));
  zeroSums(main, numbers);
  for (const { states } of tracked)
    for (const { variable, shape, initial } of states) {
      const size = shape.reduce((n, d) => n * d, 1);
      main.assign(variable, tensorConstant(main.g, new Float32Array(size).fill(initial), shape, "float32"));
    }
  const inputs: Record<string, Value> = { first_step: first };
  if (training) {
    inputs["order"] = main.placeholder("int32", [null]);
    inputs["rates"] = main.placeholder("float32", [null]);
    main.assign("epoch/order", main.copied(inputs["order"]));
    main.assign("epoch/rates", main.copied(inputs["rates"]));
  }
  return { inputs, outputs: { done: done(main, main.effects.slice(already)) } };
}

function ending(main: MainScope, tracked: readonly TrackedMetric[]): Signature {
  const [full, short] = [readSums(main, "sums/full"), readSums(main, "sums/short")];
  const results = Object.fromEntries(
    Object.entries(metricResults(main, main.ops(), tracked)).map(([name, value]) => [
      `metric:${name}`,
      main.once(value, []),
    ]),
  );
  return {
    inputs: {},
    outputs: { full: full.high, full_low: full.low, short: short.high, short_low: short.low, ...results },
  };
}

/** Null where training leaves the weights as they are. */
function finisher(main: MainScope, { objective }: ProgramPlan, weights: readonly ProgramWeight[]): Signature | null {
  const trained = weights.filter((w) => w.trained);
  const before = Object.fromEntries(trained.map((w) => [w.name, main.read(weightVariableOf(w.name))]));
  const final = finalWeights(objective.optimizer, before, slotsOf(main, objective.optimizer, weights));
  const changes = trained.flatMap(({ name }) => {
    const value = final[name] as Value;
    return value.node === before[name]!.node ? [] : [main.assign(weightVariableOf(name), main.copied(value))];
  });
  return changes.length > 0 ? { inputs: {}, outputs: { done: done(main, changes) } } : null;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

const done = (main: MainScope, after: readonly Node[]): Value => main.once(scalar(main.g, 0), after);
