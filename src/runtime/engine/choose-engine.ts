import { Failure } from "../../diagnostics/failure.js";
import { graphCodes, graphHints } from "../../diagnostics/codes/graph.js";
import type { Ir } from "../../ir/ir.js";
import type { Dataset } from "../data/dataset.js";
import { graphEngine, type GraphEngineOptions } from "../graph/graph-engine.js";
import { graphFault } from "../graph/graph-fault.js";
import { threadsFor } from "../graph/threads.js";
import { nativeBinding, setUpNative } from "../native/index.js";
import type { EngineMaker } from "../training/fit.js";

export type EngineChoice = "auto" | "graph" | "layers";

export interface ChooseOptions extends GraphEngineOptions {
  /** Set the native library up when it is missing. Default false. */
  readonly setUp?: boolean;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface ChosenEngine {
  readonly engine: "graph" | "layers";
  /** For `train` and `fit`; null: they use the layers engine by themselves. */
  readonly maker: EngineMaker | null;
  /** Why the faster engine does not run although nobody asked for another: one line for the user. */
  readonly line: string | null;
}

const LAYERS: ChosenEngine = { engine: "layers", maker: null, line: null };

/**
 * The engine for a training: under `auto` the graph engine wherever there is a native library and every word can be compiled.
 * @throws Failure when the graph engine is asked for by name and cannot do it
 */
export async function chooseEngine(choice: EngineChoice, ir: Ir, data: Pick<Dataset, "train">, { setUp = false, onLine, signal, ...options }: ChooseOptions = {}): Promise<ChosenEngine> {
  const { training } = ir;
  if (choice === "layers" || !training) return LAYERS;
  const objective = { optimizer: training.optimizer, loss: training.loss, lossWeights: training.loss_weights, metrics: training.metrics };
  const fault = graphFault(ir.model, ir.seed, objective, data.train, training.batch_size);
  if (fault !== null) {
    if (choice === "graph") throw new Failure("graph/not-possible", graphCodes["graph/not-possible"].message({ cause: fault }), graphHints["graph/not-possible"]);
    return { ...LAYERS, line: graphCodes["graph/not-honoured"].message({ cause: fault }) };
  }
  const threads = options.threads ?? threadsFor(ir.model, training.batch_size);
  const environment = threads === undefined ? {} : { threads };
  let native = await nativeBinding(environment);
  if (!native.ok && setUp) {
    const done = await setUpNative({ automatic: choice === "auto", ...(onLine && { onLine }), ...(signal && { signal }) });
    signal?.throwIfAborted();
    native = done.ok ? await nativeBinding(environment) : { ok: false, failure: done.failure };
  }
  if (!native.ok) {
    if (choice === "graph") throw native.failure;
    return LAYERS; // what says that the native engine is missing says why it is slow
  }
  const settings: GraphEngineOptions = { ...options, ...environment };
  return { engine: "graph", maker: (task) => graphEngine({ model: ir.model, seed: ir.seed, ...task }, settings), line: null };
}
