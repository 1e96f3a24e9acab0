import { hasSettableRate } from "../../catalog/training/apply-gradients.js";
import type { Logs } from "../../catalog/word.js";
import type { ModelIr } from "../../ir/ir.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { EpochPlan, EpochResult, Objective, OptimizerState } from "../engine/engine.js";
import type { WeightValues } from "../engine/model-weights.js";
import type { TfjsBinding } from "../native/index.js";
import { asType, dataArrays, dataSpecOf, sameSpec, type DataSpec } from "./build/data-spec.js";
import { HALT } from "./build/loop.js";
import type { Jit } from "./build/loop-form.js";
import { stepRate } from "./build/optimizer-update.js";
import { buildProgram, EVALUATE, passPlan, TRAIN, type BuiltProgram, type PassPlan } from "./build/training-program.js";
import { fillData } from "./fill-data.js";
import { initialWeights } from "./initial-weights.js";
import { Pace } from "./pace.js";
import { predictProgram, weightFeeds } from "./predict-program.js";
import { GraphSession, type Fed, type Fetched } from "./session.js";

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
  /** Whether XLA compiles the steps. Default `auto`. */
  readonly jit?: Jit;
  /** Instead of the initializers' values. */
  readonly weights?: WeightValues;
}

/** What a pass asks of the thread it runs in, between calls. */
export interface PassControl {
  readonly stopped: () => boolean;
  readonly onRows: (done: number) => void;
  /** Lets other work run. */
  readonly breathe: () => Promise<void>;
  /** Longest call in seconds, apart from a single step that takes longer. */
  readonly budget: number;
}

interface Opened {
  readonly session: GraphSession;
  readonly program: BuiltProgram;
  /** Of the loops that XLA has compiled, by signature. */
  readonly paces: Map<string, Pace>;
}

interface EvaluateOnly extends Opened {
  readonly pass: PassPlan;
  /** The weights it has are those of this version. */
  version: number;
  rows: Rows;
}

/** The graph engine in the thread that calls it: sessions, and the passes over them in bounded calls. */
export class GraphCore {
  readonly #spec: DataSpec;
  readonly #validationSpec: DataSpec | null;
  #batch: number;
  #jit: Jit;
  #main: Opened;
  #steps = 0;
  /** Counts changes of the weights. */
  #version = 0;
  #evaluation: EvaluateOnly | null = null;
  #prediction: { readonly session: GraphSession; readonly key: string; version: number } | null = null;

  constructor(
    private readonly binding: TfjsBinding,
    private readonly task: GraphTask,
  ) {
    this.#spec = dataSpecOf(task.model, task.train);
    this.#validationSpec = task.validation && dataSpecOf(task.model, task.validation);
    this.#batch = task.batchSize;
    this.#jit = task.jit ?? "auto";
    this.#main = this.#openMain();
    this.#setAll("start", { ...initialWeights(task.model), ...task.weights });
  }

  get parameters(): number {
    return this.#main.program.weights.reduce((n, { shape }) => n + size(shape), 0);
  }

  async epoch(plan: EpochPlan, control: PassControl): Promise<EpochResult> {
    this.#useBatch(plan.batchSize);
    const { objective, train } = this.task;
    const { session } = this.#main;
    const { order, batchSize } = plan;
    if (order.length !== train.rows) throw new Error(`the order has ${order.length} rows, and the data ${train.rows}`);
    const last = plan.steps === null ? order.length : Math.min(order.length, plan.steps * batchSize);
    const full = Math.floor(last / batchSize);
    const steps = Math.ceil(last / batchSize);
    const settable = plan.learningRate !== null && hasSettableRate(objective.optimizer);
    const rates = Float32Array.from({ length: steps }, (_, i) => stepRate(objective.optimizer, this.#steps + i, settable ? plan.learningRate : null));
    session.run("begin", { first_step: int(this.#steps), order: { data: order, shape: [order.length] }, rates: { data: rates, shape: [steps] } });
    this.#version++;
    if (!this.#compilable("train")) return this.epoch(plan, control);
    const whole = await this.#loop(this.#main, "train", 0, full, control, (i) => Math.min(last, i * batchSize));
    const run = whole.next === full && steps > full ? await this.#loop(this.#main, "train_short", full, steps, control, () => last) : whole;
    const halted = run.next >= HALT;
    const done = halted ? run.next - HALT : run.next;
    const first = this.#steps;
    this.#steps += done;
    const logs = this.#logs(this.#main, "end", done < steps || steps === full ? { full: done, short: 0, batch: batchSize } : { full, short: last - full * batchSize, batch: batchSize });
    return { logs, rows: Math.min(last, done * batchSize), notFiniteAt: halted ? first + done + 1 : null, aborted: !halted && done < steps };
  }

  async evaluate(rows: Rows, batchSize: number, control: PassControl): Promise<Logs> {
    const inMain = this.task.validation === rows && batchSize === this.#batch;
    const opened = inMain ? this.#main : await this.#openEvaluation(rows, batchSize);
    const full = Math.floor(rows.rows / batchSize);
    const short = rows.rows % batchSize;
    // Random layers that run in inference too draw as in the last step trained.
    opened.session.run("begin_evaluate", { first_step: int(Math.max(0, this.#steps - 1)) });
    if (inMain && !this.#compilable("evaluate")) return this.evaluate(rows, batchSize, control);
    await this.#loop(opened, "evaluate", 0, full, { ...control, stopped: () => false }, (i) => i * batchSize);
    if (short > 0) await this.#loop(opened, "evaluate_short", full, full + 1, { ...control, stopped: () => false }, () => rows.rows);
    return this.#logs(opened, "end_evaluate", { full, short, batch: batchSize });
  }

  async predict(rows: Pick<Rows, "rows" | "inputs">, batchSize: number, control: PassControl): Promise<Readonly<Record<string, NdArray>>> {
    const { model } = this.task;
    const inputs = Object.fromEntries(
      model.inputs.map(({ name, dtype }) => {
        const array = rows.inputs[name];
        if (!array) throw new Error(`the data has nothing for the input ${name}; it has ${Object.keys(rows.inputs).join(", ") || "none"}`);
        return [name, asType(array, dtype === "int32" ? "int32" : "float32")];
      }),
    );
    const session = this.#openPrediction(inputs, rows.rows, batchSize);
    const parts = new Map<string, Fetched[]>(model.outputs.map(({ name }) => [name, []]));
    for (let begin = 0; begin < rows.rows; begin += batchSize) {
      const end = Math.min(begin + batchSize, rows.rows);
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, rowsOf(x, begin, end)]));
      for (const [name, part] of Object.entries(session.run(`predict:${end - begin}`, feeds))) parts.get(name)!.push(part);
      await control.breathe();
    }
    return Object.fromEntries([...parts].map(([name, all]) => [name, joined(all, rows.rows)]));
  }

  getWeights(): WeightValues {
    return copies(this.#main.session.run("weights"));
  }

  /** Overwrites the weights that are named; every name has to exist, with its shape. Constraints are not applied, as in Keras. */
  setWeights(values: WeightValues): void {
    const all = this.#main.program.weights.every(({ name }) => name in values);
    this.#setAll("set", all ? values : { ...this.getWeights(), ...values });
  }

  #setAll(signature: "start" | "set", values: WeightValues): void {
    const there = new Map(this.#main.program.weights.map((w) => [w.name, w.shape]));
    for (const [name, { shape }] of Object.entries(values)) {
      const known = there.get(name);
      if (!known) throw new Error(`the model has no weight named ${name}; it has ${[...there.keys()].join(", ") || "none"}`);
      if (known.join() !== shape.join()) throw new Error(`${name} has shape [${known.join(", ")}], and the values have [${shape.join(", ")}]`);
    }
    this.#main.session.run(signature, weightFeeds(values));
    this.#version++;
  }

  getOptimizer(): OptimizerState {
    return { step: this.#steps, values: copies(this.#main.session.run("optimizer")) };
  }

  setOptimizer({ step, values }: OptimizerState): void {
    const { session, program } = this.#main;
    for (const { key, shape } of program.optimizer)
      if (values[key]?.shape.join() !== shape.join()) throw new Error(`the stored optimizer state does not fit this model: ${key} is missing or has another shape`);
    if (program.optimizer.length > 0) session.run("set_optimizer", weightFeeds(Object.fromEntries(program.optimizer.map(({ key }) => [key, values[key]!]))));
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

  /** Calls a loop until it is through, is stopped, or halts; gives the step to go on with. */
  async #loop({ session, paces }: Opened, name: string, from: number, limit: number, control: PassControl, rowsAfter: (next: number) => number): Promise<{ readonly next: number }> {
    // Less than a millisecond could pass before the first step.
    const seconds = Math.max(1e-3, control.budget);
    const budget: Fed = { data: Float32Array.of(seconds), shape: [] };
    const pace = paces.get(name) ?? null;
    let next = from;
    while (next < limit && !control.stopped()) {
      const until = pace ? Math.min(limit, next + pace.steps(seconds)) : limit;
      const began = performance.now();
      const reached = session.run(name, { from: int(next), limit: int(until), budget })["next"]!.data[0] as number;
      pace?.took(reached - next, (performance.now() - began) / 1000);
      next = reached;
      control.onRows(rowsAfter(next >= HALT ? next - HALT : next));
      await control.breathe();
    }
    return { next };
  }

  /** Means over rows, as Keras's, and the metrics' values. */
  #logs({ session, program }: Opened, signature: "end" | "end_evaluate", rows: { readonly full: number; readonly short: number; readonly batch: number }): Logs {
    const out = session.run(signature);
    const at = (name: string, i: number): number => out[name]!.data[i] as number;
    const sum = (place: string, i: number): number => at(place, i) + at(`${place}_low`, i);
    const total = rows.full * rows.batch + rows.short;
    const means = program.logs.map((name, i) => [name, (sum("full", i) * rows.batch + sum("short", i) * rows.short) / total] as const);
    const [loss, penalty, ...each] = means;
    const metrics = program.metrics[signature === "end" ? "train" : "evaluate"].map((name) => [name, at(`metric:${name}`, 0)] as const);
    return Object.fromEntries([loss!, ...each, penalty!, ...metrics]);
  }

  #openMain(): Opened {
    const { model, seed, objective, train, validation, epochs = 1 } = this.task;
    const evaluate = validation && passPlan(this.#validationSpec!, validation.rows, this.#batch);
    const program = buildProgram({ model, seed, objective, train: passPlan(this.#spec, train.rows, this.#batch), evaluate, epochs, jit: this.#jit });
    const session = GraphSession.open(this.binding, program);
    fillData(session, TRAIN, dataArrays(TRAIN, this.#spec, train));
    if (validation) fillData(session, EVALUATE, dataArrays(EVALUATE, this.#validationSpec!, validation));
    return { session, program, paces: new Map() };
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
   * Whether a loop can be run: a compiled one is called for no step once, which compiles it. Where XLA cannot, nothing has happened yet, and
   * the program is opened again without it.
   */
  #compilable(name: string): boolean {
    const { session, program, paces } = this.#main;
    if (!program.compiled.has(name) || paces.has(name)) return true;
    try {
      session.run(name, { from: int(0), limit: int(0) });
      paces.set(name, new Pace());
      return true;
    } catch {
      this.#jit = "off";
      this.#reopen();
      return false;
    }
  }

  /** A session for other rows than the validation's, with the weights of now. */
  async #openEvaluation(rows: Rows, batchSize: number): Promise<EvaluateOnly> {
    const { model, seed, objective } = this.task;
    const pass = passPlan(dataSpecOf(model, rows), rows.rows, batchSize);
    let opened = this.#evaluation;
    const fits = opened && sameSpec(opened.pass.data, pass.data) && opened.pass.batch === pass.batch && opened.pass.short === pass.short && opened.pass.full === pass.full;
    if (!opened || !fits) {
      opened?.session.close();
      const program = buildProgram({ model, seed, objective, train: null, evaluate: pass });
      opened = { session: GraphSession.open(this.binding, program), program, paces: new Map(), pass, version: -1, rows };
      this.#evaluation = opened;
      fillData(opened.session, EVALUATE, dataArrays(EVALUATE, pass.data, rows));
    } else if (opened.rows !== rows) {
      opened.rows = rows;
      fillData(opened.session, EVALUATE, dataArrays(EVALUATE, pass.data, rows));
    }
    this.#handOver(opened);
    return opened;
  }

  #openPrediction(inputs: Readonly<Record<string, Fed>>, rows: number, batchSize: number): GraphSession {
    const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape.slice(1)]));
    const sizes = [...(rows >= batchSize ? [batchSize] : []), ...(rows % batchSize > 0 ? [rows % batchSize] : [])];
    const key = JSON.stringify([shapes, sizes]);
    if (this.#prediction?.key !== key) {
      this.#prediction?.session.close();
      const { model, seed } = this.task;
      this.#prediction = { session: GraphSession.open(this.binding, predictProgram(model, seed, shapes, sizes)), key, version: -1 };
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
const int = (value: number): Fed => ({ data: Int32Array.of(value), shape: [] });

const copies = (fetched: Readonly<Record<string, Fetched>>): Readonly<Record<string, NdArray>> =>
  Object.fromEntries(Object.entries(fetched).map(([name, { data, shape }]) => [name, { data: Float32Array.from(data as Float32Array), shape }]));

function rowsOf({ data, shape }: Fed, begin: number, end: number): Fed {
  const width = size(shape.slice(1));
  return { data: data.subarray(begin * width, end * width), shape: [end - begin, ...shape.slice(1)] };
}

function joined(parts: readonly Fetched[], rows: number): NdArray {
  const inner = parts[0]?.shape.slice(1) ?? [];
  const all = new Float32Array(rows * size(inner));
  let at = 0;
  for (const { data } of parts) {
    all.set(data as Float32Array, at);
    at += data.length;
  }
  return { data: all, shape: [rows, ...inner] };
}
