import type { Program, Signature } from "../saved-model/program.js";
import { dataVariables } from "./data-spec.js";
import { fillers, setter } from "./fillers.js";
import { loopVariables } from "./loop.js";
import { lossNames, numberNames } from "../../engine/objective-numbers.js";
import { optimizerVariables, programWeights, weightVariableOf, type ProgramWeight } from "./optimizer-update.js";
import { PassLoops } from "./pass-loops.js";
import { beginning, ending, finisher } from "./pass-signatures.js";
import { EVALUATE, TRAIN, type PassPlan, type ProgramPlan } from "./program-plan.js";
import { MainScope, type Variables, type VariableSpec } from "./scope.js";
import { sumVariables } from "./sums.js";
import { trackedMetrics, type TrackedMetric } from "./tracked-metrics.js";
import { evaluateStep, trainStep } from "./training-step.js";

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
  const { train, evaluate } = plan;
  const kept = keptBy(plan);
  const { weights, optimizer, logs, trained, evaluated } = kept;
  const variables = variablesOf(plan, kept);
  const main = new MainScope(variables);
  const signatures: Record<string, Signature> = setters(main, kept, train !== null);
  if (train) Object.assign(signatures, fillers(main, TRAIN, dataVariables(TRAIN, train.data)));
  if (evaluate) Object.assign(signatures, fillers(main, EVALUATE, dataVariables(EVALUATE, evaluate.data)));
  signatures["weights"] = {
    inputs: {},
    outputs: Object.fromEntries(weights.map(({ name }) => [name, main.read(weightVariableOf(name))])),
  };
  const loops = new PassLoops(main, variables, plan, weights);
  if (train) {
    signatures["optimizer"] = {
      inputs: {},
      outputs: Object.fromEntries(optimizer.map(({ key, variable }) => [key, main.read(variable)])),
    };
    const finish = finisher(main, plan.objective, weights);
    if (finish) signatures["finish"] = finish;
    signatures["begin"] = beginning(main, trained, logs.length, true);
    signatures["end"] = ending(main, trained);
    const of = { plan, weights, tracked: trained };
    loops.add("train", train, true, (scope, rows, sums) => trainStep(scope, of, train, rows, sums));
  }
  if (evaluate) {
    signatures["begin_evaluate"] = beginning(main, evaluated, logs.length, false);
    signatures["end_evaluate"] = ending(main, evaluated);
    const of = { plan, weights, tracked: evaluated };
    loops.add("evaluate", evaluate, false, (scope, rows, sums) => evaluateStep(scope, of, evaluate, rows, sums));
  }
  const names = (all: readonly TrackedMetric[]): readonly string[] => all.map((m) => m.logged);
  return {
    functions: loops.functions,
    signatures: { ...signatures, ...loops.signatures },
    compiled: loops.compiled,
    weights,
    optimizer,
    logs,
    metrics: { train: names(trained), evaluate: names(evaluated) },
  };
}

/** What a program keeps between steps. */
interface Kept {
  readonly weights: readonly ProgramWeight[];
  readonly optimizer: BuiltProgram["optimizer"];
  readonly logs: readonly string[];
  readonly trained: readonly TrackedMetric[];
  readonly evaluated: readonly TrackedMetric[];
}

function keptBy({ model, objective, train, evaluate }: ProgramPlan): Kept {
  const weights = programWeights(model);
  const tracked = (pass: PassPlan | null): readonly TrackedMetric[] =>
    pass ? trackedMetrics(model, objective, Object.keys(pass.data.targets)) : [];
  return {
    weights,
    optimizer: train ? optimizerVariables(objective.optimizer, weights) : [],
    logs: numberNames(
      lossNames(
        model.outputs.map((o) => o.name),
        objective,
      ),
    ),
    trained: tracked(train),
    evaluated: tracked(evaluate),
  };
}

const variablesOf = (
  { train, evaluate }: ProgramPlan,
  { weights, optimizer, logs, trained, evaluated }: Kept,
): Variables =>
  new Map<string, VariableSpec>([
    ...weights.map(({ name, shape }) => [weightVariableOf(name), { type: "float32", shape }] as const),
    ...optimizer.map(({ variable, shape }) => [variable, { type: "float32", shape }] as const),
    ...(train ? dataVariables(TRAIN, train.data) : []),
    ...(evaluate ? dataVariables(EVALUATE, evaluate.data) : []),
    ...loopVariables,
    ...sumVariables(logs.length),
    ...[...trained, ...evaluated].flatMap(({ states }) =>
      states.map((s) => [s.variable, { type: "float32", shape: s.shape } as const] as const),
    ),
    ["epoch/order", { type: "int32", shape: [null] }],
    ["epoch/rates", { type: "float32", shape: [null] }],
    ["epoch/first_step", { type: "int32", shape: [] }],
  ]);

/** Signatures that set weights and the optimizer's state. */
function setters(main: MainScope, { weights, optimizer }: Kept, trains: boolean): Record<string, Signature> {
  const set = weights.map(({ name }) => ({ input: name, variable: weightVariableOf(name) }));
  const signatures: Record<string, Signature> = { set: setter(main, set) };
  if (!trains) return signatures;
  signatures["start"] = setter(main, set, optimizer);
  if (optimizer.length > 0)
    signatures["set_optimizer"] = setter(
      main,
      optimizer.map(({ key, variable }) => ({ input: key, variable })),
    );
  return signatures;
}
