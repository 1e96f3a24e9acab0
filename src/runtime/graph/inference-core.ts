import type { Logs } from "../../catalog/word.js";
import type { ModelIr } from "../../ir/ir.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { InferenceTask } from "../engine/inference.js";
import type { TfjsBinding } from "../native/index.js";
import { dataSpecOf } from "./build/data-spec.js";
import { EVALUATE, passPlan } from "./build/program-plan.js";
import { buildProgram } from "./build/training-program.js";
import { DataFeed } from "./data-feed.js";
import { evaluationPass } from "./evaluation-pass.js";
import { batchSizes, predictProgram, rowShapes, weightFeeds } from "./predict-program.js";
import { predictionPass } from "./prediction-pass.js";
import type { PassControl } from "./run-loop.js";
import { GraphSession } from "./session.js";

/** What inference is made for: plain data, so that it can go to another thread. */
export interface GraphInferenceTask extends InferenceTask {
  readonly model: ModelIr;
  /** The IR's. */
  readonly seed: number;
  /** Bytes of rows that TensorFlow may hold at a time. Default `DATA_BUDGET`. */
  readonly dataBudget?: number;
}

/**
 * Evaluates and predicts with fixed weights, in the thread that calls it: a session for each pass, in bounded calls.
 */
export class InferenceCore {
  constructor(
    private readonly binding: TfjsBinding,
    private readonly task: GraphInferenceTask,
  ) {}

  async evaluate(rows: Rows, batch: number, control: PassControl): Promise<Logs> {
    const { model, seed, objective, dataBudget } = this.task;
    if (!objective) throw new Error(`${model.name} has no train block: there is no loss to evaluate`);
    const plan = passPlan(dataSpecOf(model, rows), rows.rows, batch);
    const program = buildProgram({ model, seed, objective, train: null, evaluate: plan });
    const session = this.#open(program);
    try {
      const feed = new DataFeed(session, EVALUATE, { spec: plan.data, rows }, batch, dataBudget);
      const pass = { session, program, feed, pace: null, rows: rows.rows, batch, step: 0 };
      return (await evaluationPass(pass, { ...control, stopped: () => false }))!; // nothing stops it
    } finally {
      session.close();
    }
  }

  async predict(
    rows: Pick<Rows, "rows" | "inputs">,
    batch: number,
    control: PassControl,
  ): Promise<Readonly<Record<string, NdArray>>> {
    const { model, seed } = this.task;
    const session = this.#open(
      predictProgram(model, seed, rowShapes(model, rows.inputs), batchSizes(rows.rows, batch)),
    );
    try {
      return await predictionPass(session, model, rows, batch, control);
    } finally {
      session.close();
    }
  }

  /** A session that has the weights. */
  #open(program: Parameters<typeof GraphSession.open>[1]): GraphSession {
    return GraphSession.openWith(this.binding, program, (session) => {
      session.run("set", weightFeeds(this.task.weights));
      return session;
    });
  }
}
