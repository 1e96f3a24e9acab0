import { Failure } from "../../diagnostics/failure.js";
import { graphCodes, graphHints, type GraphWork } from "../../diagnostics/codes/graph.js";
import type { Ir, StageIr } from "../../ir/ir.js";
import { lastStage, trainedModel, withFrozen } from "../../ir/stages.js";
import type { Dataset, Rows } from "../data/dataset.js";
import type { Jit } from "../graph/build/loop-form.js";
import { endingWith } from "../graph/graph-engine.js";
import { evaluationFault, graphFault, predictionFault } from "../graph/graph-fault.js";
import { startGraphHost, type GraphEngineOptions, type GraphHost, type StartedHost } from "../graph/graph-host.js";
import { threadsFor } from "../graph/threads.js";
import { setsThreads } from "../native/environment.js";
import { setUpNative } from "../native/set-up.js";
import { isSwitchedOff } from "../native/switched-off.js";
import type { EngineMaker } from "../training/fit.js";
import type { InferenceMaker } from "./inference.js";
import { objectiveOf } from "./objective-of.js";

export type EngineChoice = "auto" | "graph" | "layers";

export interface ChooseOptions extends GraphEngineOptions {
  /** Set the native library up when it is missing. Default false. */
  readonly setUp?: boolean;
  readonly onLine?: (line: string) => void;
  /** Whether XLA compiles the steps of a training. Default `auto`: where it pays. */
  readonly jit?: Jit;
  /**
   * Bytes of rows that TensorFlow may hold at a time, of each data set; larger ones go through it in parts. Default 1
   * GiB.
   */
  readonly dataBudget?: number;
  readonly signal?: AbortSignal;
  /**
   * What `startEngine` gave, so that the library loads while data are read. It stays open for more engines until its
   * owner ends it; without it, every engine ends the thread it runs in.
   */
  readonly started?: StartedHost | null;
}

interface Chosen<Maker> {
  readonly engine: "graph" | "layers";
  /** Null: the layers engine. */
  readonly maker: Maker | null;
  /** TensorFlow's version where the graph engine runs, else null. */
  readonly tensorflow: string | null;
  /** Why the faster engine does not run although nobody asked for another: one line for the user. */
  readonly line: string | null;
}

export interface ChosenEngine extends Chosen<EngineMaker> {
  /** Evaluates and predicts where it trains. */
  readonly inference: InferenceMaker | null;
}
export type ChosenInference = Chosen<InferenceMaker>;

const LAYERS = { engine: "layers", maker: null, tensorflow: null, line: null } as const;

/**
 * Begins to load what the graph engine needs, before it is known whether the data let it run; null when it is not
 * wanted.
 *
 * @param trains whether it is to train, or only to use trained weights
 */
export function startEngine(
  choice: EngineChoice,
  ir: Ir,
  trains: boolean,
  options: GraphEngineOptions = {},
): StartedHost | null {
  return choice === "layers" || (choice === "auto" && isSwitchedOff())
    ? null
    : startGraphHost(settingsFor(ir, trains, options));
}

/**
 * The engine for a training: under `auto` the graph engine wherever there is a native library and every word can be
 * compiled.
 * @throws Failure when the graph engine is asked for by name and cannot do it
 */
export async function chooseEngine(
  choice: EngineChoice,
  ir: Ir,
  data: Pick<Dataset, "train">,
  options: ChooseOptions = {},
): Promise<ChosenEngine> {
  const { training, model, seed } = ir;
  if (choice === "layers" || !training) return { ...LAYERS, inference: null };
  const fault = firstFault(training.stages, (stage) =>
    graphFault(withFrozen(model, stage.frozen), seed, objectiveOf(stage), data.train, stage.batch_size),
  );
  if (fault !== null) return { ...refused(choice, "train", fault), inference: null };
  const host = await hostFor(choice, ir, true, options);
  if (!host) return { ...LAYERS, inference: null };
  const { on } = host;
  const budget = budgetOf(options);
  return {
    engine: "graph",
    tensorflow: host.tensorflow,
    line: null,
    maker: (task) => on((open) => open.train({ model, seed, jit: options.jit ?? "auto", ...budget, ...task })),
    inference: (task) => on((open) => open.infer({ model: trainedModel(ir), seed, ...budget, ...task })),
  };
}

/**
 * The engine for an evaluation (of rows with targets) or predictions, chosen as for a training.
 * @throws Failure when the graph engine is asked for by name and cannot do it
 */
export async function chooseInference(
  choice: EngineChoice,
  ir: Ir,
  rows: Rows | Pick<Rows, "rows" | "inputs">,
  options: ChooseOptions = {},
): Promise<ChosenInference> {
  if (choice === "layers") return LAYERS;
  const { seed } = ir;
  const model = trainedModel(ir);
  const stage = ir.training && lastStage(ir.training);
  const batchSize = stage?.batch_size ?? PREDICTION_BATCH;
  const evaluates = stage !== null && "targets" in rows;
  const fault = evaluates
    ? evaluationFault(model, seed, objectiveOf(stage), rows, batchSize)
    : predictionFault(model, seed, rows, batchSize);
  if (fault !== null) return refused(choice, evaluates ? "evaluate" : "predict", fault);
  const host = await hostFor(choice, ir, false, options);
  return host
    ? {
        engine: "graph",
        tensorflow: host.tensorflow,
        line: null,
        maker: (task) => host.on((open) => open.infer({ model, seed, ...budgetOf(options), ...task })),
      }
    : LAYERS;
}

/** Of the first stage that has one. */
function firstFault(stages: readonly StageIr[], faultOf: (stage: StageIr) => string | null): string | null {
  for (const stage of stages) {
    const fault = faultOf(stage);
    if (fault !== null) return fault;
  }
  return null;
}

const budgetOf = ({ dataBudget }: ChooseOptions): { readonly dataBudget?: number } =>
  dataBudget === undefined ? {} : { dataBudget };

/** Rows of a batch where no training says. */
export const PREDICTION_BATCH = 32;

function refused(choice: EngineChoice, work: GraphWork, cause: string): Chosen<never> {
  if (choice === "graph")
    throw new Failure(
      "graph/not-possible",
      graphCodes["graph/not-possible"].message({ work, cause }),
      graphHints["graph/not-possible"],
    );
  return { ...LAYERS, line: graphCodes["graph/not-honoured"].message({ work, cause }) };
}

interface ChosenHost {
  readonly tensorflow: string;
  /** Makes an engine there. */
  on<E extends { dispose(): Promise<void> }>(make: (host: GraphHost) => Promise<E>): Promise<E>;
}

async function hostFor(
  choice: EngineChoice,
  ir: Ir,
  trains: boolean,
  { started, setUp = false, onLine, signal, ...options }: ChooseOptions,
): Promise<ChosenHost | null> {
  if (choice === "auto" && isSwitchedOff()) return null;
  const settings = settingsFor(ir, trains, options);
  let opened = await (started ?? startGraphHost(settings)).open();
  let lent = Boolean(started);
  if (!opened.ok && setUp) {
    const done = await setUpNative({
      automatic: choice === "auto",
      ...(onLine && { onLine }),
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    opened = done.ok ? await startGraphHost(settings).open() : { ok: false, failure: done.failure };
    lent = false;
  }
  if (!opened.ok) {
    if (choice === "graph") throw opened.failure;
    return null; // what says that the native engine is missing says why it is slow
  }
  const { host } = opened;
  if (lent) return { tensorflow: host.tensorflow, on: (make) => make(host) };
  let unused: GraphHost | null = host;
  return {
    tensorflow: host.tensorflow,
    on: async (make) => {
      const own = unused ?? (await reopened(settings));
      unused = null;
      return endingWith(own, make);
    },
  };
}

async function reopened(settings: GraphEngineOptions): Promise<GraphHost> {
  const opened = await startGraphHost(settings).open();
  if (!opened.ok) throw opened.failure;
  return opened.host;
}

/** With the threads for this model, where neither the caller nor the environment says how many. */
function settingsFor({ model, training }: Ir, trains: boolean, options: GraphEngineOptions): GraphEngineOptions {
  if (options.threads !== undefined || setsThreads(process.env)) return options;
  const batches = training?.stages.map((stage) => stage.batch_size) ?? [PREDICTION_BATCH];
  const threads = threadsFor(model, Math.max(...batches), trains);
  return threads === undefined ? options : { ...options, threads };
}
