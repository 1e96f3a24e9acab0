import { hasSettableRate, learningRateAt } from "../../catalog/training/apply-gradients.js";
import { wordNamed } from "../../catalog/lookup.js";
import type { Logs } from "../../catalog/word.js";
import type { WordCall } from "../../ir/value.js";
import { deriveSeed, permutation } from "../../tensor/random.js";
import type { Rows } from "../data/dataset.js";
import type { Engine, Objective } from "../engine/engine.js";
import { inOrder } from "../engine/in-order.js";
import type { WeightValues } from "../engine/model-weights.js";
import { startCallbacks, tellEpochBegin, tellEpochEnd, tellTrainEnd, type Wanted } from "./callbacks.js";
import { epochPart, shortEpochs } from "./epoch-part.js";
import type { TrainingEvent } from "./events.js";
import { saidInPhase, type Earlier, type EpochRecord, type KeptWeights, type Snapshot } from "./snapshot.js";
import { likelyCause } from "./not-finite.js";

/** One stage of a training. */
export interface LoopPlan {
  /** What the stage is called, where there are several; null: there is but one. */
  readonly phase: string | null;
  readonly earlier: Earlier;
  /** Layers that do not train in it: of the engine, here only to be told. */
  readonly frozen: readonly string[];
  readonly objective: Objective;
  readonly outputNames: readonly string[];
  /** Of this stage alone. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly stepsPerEpoch: number | null;
  readonly validationFreq: number;
  readonly callbacks: readonly WordCall[];
}

export interface LoopHooks {
  /** The spec was checked with its data: what that warned of is not said again. */
  readonly checked?: boolean;
  readonly onEvent?: (event: TrainingEvent) => void;
  readonly onBatch?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
  /** After every epoch: one consistent unit to write down. */
  readonly checkpoint?: (snapshot: Snapshot) => Promise<void>;
  /** What model_checkpoint asks for. */
  readonly save?: (path: string, weights: WeightValues, weightsOnly: boolean, epoch: number) => Promise<void>;
  /**
   * What csv_logger asks for: text that goes into a file at byte `at`, what stands beyond it goes; 0 begins the file
   * anew.
   */
  readonly append?: (path: string, text: string, at: number) => Promise<void>;
}

export interface LoopResult {
  readonly history: readonly EpochRecord[];
  /** The sentence about its end before the last epoch, those of earlier stages before it; null when all ran through. */
  readonly stopped: string | null;
  /** The loss was no finite number. */
  readonly diverged: boolean;
  readonly aborted: boolean;
  readonly snapshot: Snapshot;
}

/** The rows of a training, prepared. */
export interface LoopRows {
  readonly train: Rows;
  readonly validation: Rows | null;
}

/** What every epoch of one training works with. */
interface LoopWork extends LoopRows {
  readonly engine: Engine;
  readonly plan: LoopPlan;
  readonly hooks: LoopHooks;
}

/** How the last epoch that began has ended. */
interface EpochEnd {
  readonly now: Snapshot;
  readonly diverged: boolean;
  readonly aborted: boolean;
}

/**
 * The one training loop, over any engine. Leaves the engine with the final weights, but after an interruption as it is,
 * which may be in the middle of a step: what counts then is the snapshot.
 */
export async function trainingLoop(
  engine: Engine,
  rows: LoopRows,
  plan: LoopPlan,
  hooks: LoopHooks,
  from: Snapshot | null,
): Promise<LoopResult> {
  const work: LoopWork = { engine, ...rows, plan, hooks };
  let end: EpochEnd = { now: from ?? (await beginning(work)), diverged: false, aborted: false };
  if (from) await putBack(engine, from);
  const short = shortEpochs(rows.train.rows, plan.batchSize, plan.stepsPerEpoch);
  if (short !== null && !from) hooks.onEvent?.({ event: "say", message: short });
  const last = lastEpoch(plan);
  tellPhase(work);
  while (end.now.epoch < last && end.now.stopped === null && !end.diverged && !end.aborted)
    end = await oneEpoch(work, end.now);
  return finish(work, end);
}

/** That a stage of several begins, or goes on. */
function tellPhase({ plan, hooks }: LoopWork): void {
  const { phase, frozen, earlier } = plan;
  if (phase === null) return;
  hooks.onEvent?.({
    event: "phase",
    phase,
    first_epoch: earlier.stage.epochs + 1,
    last_epoch: lastEpoch(plan),
    frozen,
  });
}

/** The number of the last epoch that is planned. */
const lastEpoch = ({ earlier, epochs }: LoopPlan): number => earlier.stage.epochs + epochs;

/** The state before the first epoch. */
const beginning = async ({ engine, plan }: LoopWork): Promise<Snapshot> => ({
  stage: plan.earlier.stage,
  epoch: plan.earlier.stage.epochs,
  learningRate: null,
  callbacks: startCallbacks(plan.callbacks),
  kept: {},
  history: plan.earlier.history,
  stopped: null,
  weights: await engine.getWeights(),
  optimizer: await engine.getOptimizer(),
});

/** One epoch: callbacks, steps, validation, callbacks, and what these want. */
async function oneEpoch(work: LoopWork, now: Snapshot): Promise<EpochEnd> {
  const { engine, plan, hooks } = work;
  const { epoch } = now;
  const began = performance.now();
  const rateBefore = rateOf(plan, now.learningRate, now.optimizer.step);
  const begin = tellEpochBegin(plan.callbacks, now.callbacks, epoch, rateBefore);
  const learningRate = lastRate(begin.wanted) ?? now.learningRate;
  const pass = await trainingPass(work, epoch, learningRate);
  const diverged = pass.notFiniteAt !== null;
  if (pass.aborted) return { now, diverged, aborted: true };
  if (diverged) return { now: await takenBack(work, now, learningRate, pass.notFiniteAt), diverged, aborted: false };
  const validated = await validationLogs(work, epoch);
  if (validated === null) return { now, diverged, aborted: true };

  const optimizer = await engine.getOptimizer();
  const rate = rateOf(plan, learningRate, optimizer.step);
  const logs = { ...pass.logs, ...validated };
  const told = tellEpochEnd(plan.callbacks, begin.states, {
    epoch,
    logs: { ...logs, learning_rate: rate },
    learningRate: rate,
    direction: (monitor) => directionOf(plan, monitor),
  });
  const weights = await engine.getWeights();
  const wanted = [...begin.wanted, ...told.wanted];
  const record = {
    ...inPhase(plan),
    epoch: epoch + 1,
    logs,
    learningRate: rate,
    ms: performance.now() - began,
  };
  const next: Snapshot = {
    stage: now.stage,
    epoch: epoch + 1,
    learningRate: lastRate(told.wanted) ?? learningRate,
    callbacks: told.states,
    weights,
    optimizer,
    history: [...now.history, record],
    kept: { ...now.kept, ...newlyKept(wanted, { epoch: epoch + 1, values: weights }) },
    stopped: stopReason(wanted),
  };
  await carryOut(wanted, weights, epoch + 1, hooks);
  hooks.onEvent?.({ event: "epoch", ...inPhase(plan), epoch: epoch + 1, logs, learning_rate: rate, ms: record.ms });
  await hooks.checkpoint?.(next);
  return { now: next, diverged, aborted: false };
}

const inPhase = ({ phase }: LoopPlan): { readonly phase?: string } => (phase === null ? {} : { phase });

/** The steps of an epoch, over its rows in its order. A stage begins with a pass of its own, in an order of its own. */
function trainingPass({ engine, train, plan, hooks }: LoopWork, epoch: number, learningRate: number | null) {
  const before = plan.earlier.stage.epochs;
  const part = epochPart(epoch - before, train.rows, plan.batchSize, plan.stepsPerEpoch);
  const order = plan.shuffle
    ? permutation(train.rows, deriveSeed(plan.seed, `shuffle/${before + part.pass}`))
    : inOrder(train.rows);
  const { signal, onBatch } = hooks;
  return engine.epoch({
    order: beginningAt(order, part.from),
    batchSize: plan.batchSize,
    rows: part.rows,
    learningRate,
    ...(signal && { signal }),
    ...(onBatch && { onBatch }),
  });
}

/** Back at the end of the last whole epoch, with the sentence about why. */
async function takenBack(
  { engine, train, plan }: LoopWork,
  now: Snapshot,
  learningRate: number | null,
  step: number | null,
): Promise<Snapshot> {
  await putBack(engine, now);
  const cause = likelyCause(train, rateOf(plan, learningRate, now.optimizer.step));
  const back =
    now.epoch > now.stage.epochs
      ? `the weights of epoch ${now.epoch} are kept`
      : `the ${now.stage.place === 0 ? "initial weights" : "weights that the phase began with"} are kept`;
  return { ...now, stopped: `the loss is no finite number at step ${step}; ${cause}; ${back}` };
}

/** By `val_` names; nothing in an epoch without validation. Null: the signal ended it. */
async function validationLogs({ engine, validation, plan, hooks }: LoopWork, epoch: number): Promise<Logs | null> {
  if (!validation || (epoch + 1) % plan.validationFreq !== 0) return {};
  const logs = await unlessAborted(hooks.signal, () => engine.evaluate(validation, plan.batchSize, hooks.signal));
  return logs && Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}

/** The weights that callbacks want remembered, by their place in the list. */
const newlyKept = (wanted: readonly Wanted[], kept: KeptWeights): Readonly<Record<number, KeptWeights>> =>
  Object.fromEntries(wanted.filter((w) => w.action.do === "keep").map((w) => [w.callback, kept]));

function stopReason(wanted: readonly Wanted[]): string | null {
  const stop = wanted.find(({ action }) => action.do === "stop")?.action;
  return stop?.do === "stop" ? stop.reason : null;
}

/** The same order, turned so that place `from` comes first. */
function beginningAt(order: Int32Array, from: number): Int32Array {
  if (from === 0) return order;
  const turned = new Int32Array(order.length);
  turned.set(order.subarray(from));
  turned.set(order.subarray(0, from), order.length - from);
  return turned;
}

/** Back to the end of the last whole epoch. */
async function putBack(engine: Engine, { weights, optimizer }: Snapshot): Promise<void> {
  await engine.setWeights(weights);
  await engine.setOptimizer(optimizer);
}

/** Null: the signal ended it. */
const unlessAborted = <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T | null> =>
  work().catch((error: unknown) => {
    if (signal?.aborted && error === signal.reason) return null;
    throw error;
  });

/** The last words of callbacks, the weights they want back, and the sentence about an early end. */
async function finish({ engine, plan, hooks }: LoopWork, { now, diverged, aborted }: EpochEnd): Promise<LoopResult> {
  const told = tellTrainEnd(plan.callbacks, now.callbacks);
  const restoring = aborted
    ? undefined
    : told.wanted.find(({ action, callback }) => action.do === "restore" && now.kept[callback]);
  const restored = restoring ? now.kept[restoring.callback]! : null;
  if (!aborted) await engine.finish();
  if (restored) await engine.setWeights(restored.values);
  await carryOut(told.wanted, now.weights, now.epoch, hooks);
  const at = diverged ? now.epoch + 1 : now.epoch;
  const early = now.stopped !== null;
  const sentence = early
    ? `stopped at epoch ${at} of ${lastEpoch(plan)}: ` +
      `${now.stopped}${restored ? `; weights of epoch ${restored.epoch} restored` : ""}`
    : aborted
      ? `interrupted after epoch ${now.epoch} of ${lastEpoch(plan)}`
      : null;
  const message = saidInPhase(plan.phase, sentence);
  if (message !== null) {
    const stopper = plan.callbacks[restoring?.callback ?? -1];
    const monitor = stopper ? (wordNamed("callback", stopper.word).monitors?.(stopper.args)[0] ?? null) : null;
    const best = monitor !== null && restored ? (now.history[restored.epoch - 1]?.logs[monitor] ?? null) : null;
    hooks.onEvent?.({
      event: "stop",
      ...inPhase(plan),
      message,
      reason: now.stopped ?? "interrupted",
      epoch: at,
      best_epoch: restored?.epoch ?? null,
      monitor,
      best,
    });
  }
  const stopped = [plan.earlier.stage.stopped, message].filter((said) => said !== null).join("; ") || null;
  return { history: now.history, stopped, diverged, aborted, snapshot: { ...now, callbacks: told.states } };
}

/** Messages and files; stopping, keeping, rates and restoring are the loop's own. */
async function carryOut(
  wanted: readonly Wanted[],
  weights: WeightValues,
  epoch: number,
  hooks: LoopHooks,
): Promise<void> {
  for (const { action } of wanted) {
    if (action.do === "say") hooks.onEvent?.({ event: "say", message: action.message });
    if (action.do === "save") {
      if (!hooks.save)
        throw new Error(`a callback wants to save ${action.path}: give the training a place to save to (option save)`);
      await hooks.save(action.path, weights, action.weightsOnly, epoch);
    }
    if (action.do === "append") {
      if (!hooks.append)
        throw new Error(
          `a callback wants to write ${action.path}: give the training a place to write to (option append)`,
        );
      await hooks.append(action.path, action.text, action.at);
    }
  }
}

const lastRate = (wanted: readonly Wanted[]): number | undefined =>
  wanted.reduce<number | undefined>(
    (rate, { action }) => (action.do === "learning_rate" ? action.value : rate),
    undefined,
  );

const rateOf = ({ objective }: LoopPlan, set: number | null, step: number): number =>
  set !== null && hasSettableRate(objective.optimizer) ? set : learningRateAt(objective.optimizer, step);

/** Whether more is better of a logged name: losses and penalties want less, metrics say so themselves. */
export function directionOf(
  { objective, outputNames }: Pick<LoopPlan, "objective" | "outputNames">,
  monitor: string,
): "max" | "min" | null {
  const name = monitor.replace(/^val_/, "");
  if (name === "loss" || name === "penalty" || outputNames.some((output) => name === `${output}_loss`)) return "min";
  for (const output of outputNames)
    for (const metric of objective.metrics[output] ?? [])
      if (name === (outputNames.length > 1 ? `${output}_${metric.name}` : metric.name))
        return wordNamed("metric", metric.call.word).better;
  return null;
}
