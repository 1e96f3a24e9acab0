import { hasSettableRate } from "../../catalog/training/apply-gradients.js";
import type { Logs } from "../../catalog/word.js";
import type { ModelIr } from "../../ir/ir.js";
import { withFrozen } from "../../ir/stages.js";
import type { NdArray, Rows } from "../data/dataset.js";
import { Failure } from "../../diagnostics/failure.js";
import type { EpochPlan, EpochResult, Objective, OptimizerState } from "../engine/engine.js";
import { requireState } from "../engine/require-state.js";
import type { WeightValues } from "../engine/model-weights.js";
import type { TfjsBinding } from "../native/index.js";
import { dataSpecOf, sameSpec, type DataSpec } from "./build/data-spec.js";
import { HALT } from "./build/loop.js";
import type { Jit } from "./build/loop-form.js";
import { stepRate } from "./build/optimizer-update.js";
import { EVALUATE, passPlan, TRAIN, type PassPlan } from "./build/program-plan.js";
import { buildProgram, type BuiltProgram } from "./build/training-program.js";
import { DataFeed } from "./data-feed.js";
import { evaluationPass } from "./evaluation-pass.js";
import { initialWeights } from "./initial-weights.js";
import { Pace } from "./pace.js";
import { passLogs } from "./pass-logs.js";
import { batchSizes, predictProgram, rowShapes, weightFeeds } from "./predict-program.js";
import { predictionPass } from "./prediction-pass.js";
import { runLoop, type PassControl } from "./run-loop.js";
import { GraphSession, int, type Fetched } from "./session.js";

/** What one engine is made for: plain data, so that it can go to another thread. */
export interface GraphTask {
  readonly model: ModelIr;
  /** The IR's. */
  readonly seed: number;
  readonly objective: Objective;
  readonly train: Rows;
  /** Rows that are evaluated again and again, in the session that trains. */
  readonly validation: Rows | null;
  readonly batchSize: number;
  /** Passes that are planned: what XLA's compiling is weighed against. Default 1. */
  readonly epochs?: number;
  /** Bytes of rows that TensorFlow may hold at a time, of each data set. Default `DATA_BUDGET`. */
  readonly dataBudget?: number;
  /** Whether XLA compiles the steps. Default `auto`. */
  readonly jit?: Jit;
  /** Layers that do not train, beside those that never do. */
  readonly frozen?: readonly string[];
  /** Steps of earlier stages, from which random draws go on. Default 0. */
  readonly stepsBefore?: number;
  /** Instead of the initializers' values. */
  readonly weights?: WeightValues;
}

interface Opened {
  readonly session: GraphSession;
  readonly program: BuiltProgram;
  /** Of the loops that XLA has compiled, by signature. */
  readonly paces: Map<string, Pace>;
}

interface Main extends Opened {
  readonly train: DataFeed;
  readonly validation: DataFeed | null;
}

interface EvaluateOnly extends Opened {
  readonly pass: PassPlan;
  feed: DataFeed;
  /** The weights it has are those of this version. */
  version: number;
  rows: Rows;
}

/** The graph engine in the thread that calls it: sessions, and the passes over them in bounded calls. */
export class GraphCore {
  /** With what is frozen in its model. */
  private readonly task: Omit<GraphTask, "frozen">;
  readonly #spec: DataSpec;
  readonly #validationSpec: DataSpec | null;
  /** Steps of earlier stages. */
  readonly #before: number;
  #batch: number;
  /** Loops that XLA turned out not to know. */
  readonly #uncompiled = new Set<string>();
  #main: Main;
  #steps = 0;
  /** Counts changes of the weights. */
  #version = 0;
  #evaluation: EvaluateOnly | null = null;
  #prediction: { readonly session: GraphSession; readonly key: string; version: number } | null = null;

  constructor(
    private readonly binding: TfjsBinding,
    { frozen = [], ...given }: GraphTask,
  ) {
    const task = { ...given, model: withFrozen(given.model, frozen) };
    this.task = task;
    this.#spec = dataSpecOf(task.model, task.train);
    this.#validationSpec = task.validation && dataSpecOf(task.model, task.validation);
    this.#batch = task.batchSize;
    this.#before = task.stepsBefore ?? 0;
    this.#main = this.#openMain();
    this.#setAll("start", { ...initialWeights(task.model), ...task.weights });
  }

  get parameters(): number {
    return this.#main.program.weights.reduce((n, { shape }) => n + size(shape), 0);
  }

  async epoch(plan: EpochPlan, control: PassControl): Promise<EpochResult> {
    // before XLA compiles for a second
    if (control.stopped()) return { logs: {}, rows: 0, notFiniteAt: null, aborted: true };
    this.#useBatch(plan.batchSize);
    const { objective, train } = this.task;
    const { order, batchSize } = plan;
    if (order.length !== train.rows) throw new Error(`the order has ${order.length} rows, and the data ${train.rows}`);
    const last = plan.rows ?? order.length;
    const full = Math.floor(last / batchSize);
    const steps = Math.ceil(last / batchSize);
    const settable = plan.learningRate !== null && hasSettableRate(objective.optimizer);
    const rates = Float32Array.from({ length: steps }, (_, i) =>
      stepRate(objective.optimizer, this.#steps + i, settable ? plan.learningRate : null),
    );
    const { session, train: feed, paces } = this.#main;
    session.run("begin", {
      first_step: int(this.#before + this.#steps),
      order: { data: feed.order(order), shape: [order.length] },
      rates: { data: rates, shape: [steps] },
    });
    this.#version++;
    if (!this.#compilable("train")) return this.epoch(plan, control);
    let next = 0;
    for (const shard of feed.shards(steps)) {
      feed.hold(shard, order, control.stopped);
      const reached = (step: number): void => control.onRows(Math.min(last, step * batchSize));
      const whole = Math.min(shard.to, full);
      next = await runLoop(
        session,
        { name: "train", from: shard.from, limit: whole, pace: paces.get("train") ?? null, reached },
        control,
      );
      if (next === whole && shard.to > whole)
        next = await runLoop(
          session,
          { name: "train_short", from: whole, limit: shard.to, pace: null, reached },
          control,
        );
      if (next !== shard.to) break;
    }
    const halted = next >= HALT;
    const done = halted ? next - HALT : next;
    const first = this.#steps;
    this.#steps += done;
    const logs = passLogs(
      session,
      this.#main.program,
      "train",
      done < steps || steps === full
        ? { full: done, short: 0, batch: batchSize }
        : { full, short: last - full * batchSize, batch: batchSize },
    );
    return {
      logs,
      rows: Math.min(last, done * batchSize),
      notFiniteAt: halted ? first + done + 1 : null,
      aborted: !halted && done < steps,
    };
  }

  /** Null when it was stopped. */
  async evaluate(rows: Rows, batchSize: number, control: PassControl): Promise<Logs | null> {
    if (control.stopped()) return null;
    const inMain = this.task.validation === rows && batchSize === this.#batch;
    // Random layers that run in inference too draw as in the last step trained.
    const step = Math.max(0, this.#before + this.#steps - 1);
    if (inMain) {
      this.#main.session.run("begin_evaluate", { first_step: int(step) });
      if (!this.#compilable("evaluate")) return this.evaluate(rows, batchSize, control);
    }
    const { session, program, paces, feed } = inMain
      ? { ...this.#main, feed: this.#main.validation! }
      : this.#openEvaluation(rows, batchSize);
    const pace = paces.get("evaluate") ?? null;
    return evaluationPass({ session, program, feed, pace, rows: rows.rows, batch: batchSize, step }, control);
  }

  async predict(
    rows: Pick<Rows, "rows" | "inputs">,
    batchSize: number,
    control: PassControl,
  ): Promise<Readonly<Record<string, NdArray>>> {
    return predictionPass(this.#openPrediction(rows, batchSize), this.task.model, rows, batchSize, control);
  }

  getWeights(): WeightValues {
    return copies(this.#main.session.run("weights"));
  }

  /**
   * Overwrites the weights that are named; every name has to exist, with its shape. Constraints are not applied, as in
   * Keras.
   */
  setWeights(values: WeightValues): void {
    const all = this.#main.program.weights.every(({ name }) => name in values);
    this.#setAll("set", all ? values : { ...this.getWeights(), ...values });
  }

  #setAll(signature: "start" | "set", values: WeightValues): void {
    const there = new Map(this.#main.program.weights.map((w) => [w.name, w.shape]));
    for (const [name, { shape }] of Object.entries(values)) {
      const known = there.get(name);
      if (!known)
        throw new Error(`the model has no weight named ${name}; it has ${[...there.keys()].join(", ") || "none"}`);
      if (known.join() !== shape.join())
        throw new Error(`${name} has shape [${known.join(", ")}], and the values have [${shape.join(", ")}]`);
    }
    this.#main.session.run(signature, weightFeeds(values));
    this.#version++;
  }

  getOptimizer(): OptimizerState {
    return { step: this.#steps, values: copies(this.#main.session.run("optimizer")) };
  }

  /** @throws Failure where the state is of another model or optimizer */
  setOptimizer(state: OptimizerState): void {
    const { step, values } = state;
    const { session, program } = this.#main;
    requireState(
      program.optimizer.map(({ key, shape }) => [key, shape]),
      state,
    );
    if (program.optimizer.length > 0)
      session.run(
        "set_optimizer",
        weightFeeds(Object.fromEntries(program.optimizer.map(({ key }) => [key, values[key]!]))),
      );
    this.#steps = step;
  }

  finish(): void {
    if (this.#steps === 0 || !this.#main.session.has("finish")) return;
    this.#main.session.run("finish");
    this.#version++;
  }

  dispose(): void {
    this.#main.session.close();
    this.#evaluation?.session.close();
    this.#prediction?.session.close();
  }

  #openMain(): Main {
    const { model, seed, objective, train, validation, epochs = 1, dataBudget, jit = "auto" } = this.task;
    const evaluate = validation && passPlan(this.#validationSpec!, validation.rows, this.#batch);
    const program = buildProgram({
      model,
      seed,
      objective,
      train: passPlan(this.#spec, train.rows, this.#batch),
      evaluate,
      epochs,
      jit,
      uncompiled: this.#uncompiled,
      stepsBefore: this.#before,
    });
    return GraphSession.openWith(this.binding, program, (session) => ({
      session,
      program,
      paces: new Map(),
      train: new DataFeed(session, TRAIN, { spec: this.#spec, rows: train }, this.#batch, dataBudget),
      validation:
        validation &&
        new DataFeed(session, EVALUATE, { spec: this.#validationSpec!, rows: validation }, this.#batch, dataBudget),
    }));
  }

  /** Batches are part of a program: another size is another program, with the same state. */
  #useBatch(batchSize: number): void {
    if (batchSize === this.#batch) return;
    this.#batch = batchSize;
    this.#reopen();
  }

  /** The program anew, with the state it has. */
  #reopen(): void {
    const [weights, optimizer] = [this.getWeights(), this.getOptimizer()];
    this.#main.session.close();
    this.#main = this.#openMain();
    this.setWeights(weights);
    this.setOptimizer(optimizer);
  }

  /**
   * Whether a loop that has begun can go on: a compiled one is called for no step once, which compiles it. Where XLA
   * cannot, nothing has happened yet, and the program is opened again, with that loop as TensorFlow runs it. The others
   * stay as they are, so that a training that is resumed computes as before.
   */
  #compilable(name: string): boolean {
    const { session, program, paces } = this.#main;
    if (!program.compiled.has(name) || paces.has(name)) return true;
    try {
      session.run(name, { from: int(0), limit: int(0) });
      paces.set(name, new Pace());
      return true;
    } catch (error) {
      // Only what TensorFlow says against running it; no step has run, so it speaks of compiling.
      if (!(error instanceof Failure && error.code === "graph/not-running")) throw error;
      this.#uncompiled.add(name);
      this.#reopen();
      return false;
    }
  }

  /** A session for other rows than the validation's, with the weights of now. */
  #openEvaluation(rows: Rows, batchSize: number): EvaluateOnly {
    const { model, seed, objective, dataBudget } = this.task;
    const pass = passPlan(dataSpecOf(model, rows), rows.rows, batchSize);
    const feed = (session: GraphSession): DataFeed =>
      new DataFeed(session, EVALUATE, { spec: pass.data, rows }, batchSize, dataBudget);
    let opened = this.#evaluation;
    const fits =
      opened &&
      sameSpec(opened.pass.data, pass.data) &&
      opened.pass.batch === pass.batch &&
      opened.pass.short === pass.short &&
      opened.pass.full === pass.full;
    if (!opened || !fits) {
      opened?.session.close();
      const program = buildProgram({ model, seed, objective, train: null, evaluate: pass });
      opened = GraphSession.openWith(this.binding, program, (session) => ({
        session,
        program,
        paces: new Map(),
        pass,
        version: -1,
        rows,
        feed: feed(session),
      }));
      this.#evaluation = opened;
    } else if (opened.rows !== rows) {
      opened.rows = rows;
      opened.feed = feed(opened.session);
    }
    this.#handOver(opened);
    return opened;
  }

  #openPrediction({ rows, inputs }: Pick<Rows, "rows" | "inputs">, batchSize: number): GraphSession {
    const shapes = rowShapes(this.task.model, inputs);
    const sizes = batchSizes(rows, batchSize);
    const key = JSON.stringify([shapes, sizes]);
    if (this.#prediction?.key !== key) {
      this.#prediction?.session.close();
      const { model, seed } = this.task;
      this.#prediction = {
        session: GraphSession.open(this.binding, predictProgram(model, seed, shapes, sizes)),
        key,
        version: -1,
      };
    }
    this.#handOver(this.#prediction);
    return this.#prediction.session;
  }

  /** Gives another session the weights, where it has older ones. */
  #handOver(other: { readonly session: GraphSession; version: number }): void {
    if (other.version === this.#version) return;
    other.session.run("set", weightFeeds(this.getWeights()));
    other.version = this.#version;
  }
}

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
const copies = (fetched: Readonly<Record<string, Fetched>>): Readonly<Record<string, NdArray>> =>
  Object.fromEntries(
    Object.entries(fetched).map(([name, { data, shape }]) => [
      name,
      { data: Float32Array.from(data as Float32Array), shape },
    ]),
  );
