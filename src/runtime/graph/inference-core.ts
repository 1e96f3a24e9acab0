import type { Logs } from "../../catalog/word.js";
import type { ModelIr } from "../../ir/ir.js";
import type { NdArray, Rows } from "../data/dataset.js";
import type { InferenceTask } from "../engine/inference.js";
import type { TfjsBinding } from "../native/index.js";
import { asType, dataArrays, dataSpecOf } from "./build/data-spec.js";
import { buildProgram, EVALUATE, passPlan } from "./build/training-program.js";
import { fillData } from "./fill-data.js";
import type { PassControl } from "./graph-core.js";
import { batchSizes, predictProgram, rowShapes, weightFeeds } from "./predict-program.js";
import { GraphSession, type Fed, type Fetched } from "./session.js";

/** What inference is made for: plain data, so that it can go to another thread. */
export interface GraphInferenceTask extends InferenceTask {
  readonly model: ModelIr;
  /** The IR's. */
  readonly seed: number;
}

/** Evaluates and predicts with fixed weights, in the thread that calls it: a session for each pass, in bounded calls. */
export class InferenceCore {
  constructor(
    private readonly binding: TfjsBinding,
    private readonly task: GraphInferenceTask,
  ) {}

  async evaluate(rows: Rows, batchSize: number, control: PassControl): Promise<Logs> {
    const { model, seed, objective } = this.task;
    if (!objective) throw new Error(`${model.name} has no train block: there is no loss to evaluate`);
    const plan = passPlan(dataSpecOf(model, rows), rows.rows, batchSize);
    const program = buildProgram({ model, seed, objective, train: null, evaluate: plan });
    const session = this.#open(program);
    try {
      fillData(session, EVALUATE, dataArrays(EVALUATE, plan.data, rows));
      // Layers that are random in inference too draw as in the first step.
      session.run("begin_evaluate", { first_step: int(0) });
      const full = Math.floor(rows.rows / batchSize);
      await loop(session, "evaluate", 0, full, control);
      if (plan.short > 0) await loop(session, "evaluate_short", full, full + 1, control);
      const out = session.run("end_evaluate");
      const at = (name: string, i: number): number => out[name]!.data[i] as number;
      const sum = (place: string, i: number): number => at(place, i) + at(`${place}_low`, i);
      const mean = (i: number): number => (sum("full", i) * batchSize + sum("short", i) * plan.short) / rows.rows;
      const [loss, penalty, ...each] = program.logs.map((name, i) => [name, mean(i)] as const);
      const metrics = program.metrics.evaluate.map((name) => [name, at(`metric:${name}`, 0)] as const);
      return Object.fromEntries([loss!, ...each, penalty!, ...metrics]);
    } finally {
      session.close();
    }
  }

  async predict(rows: Pick<Rows, "rows" | "inputs">, batchSize: number, control: PassControl): Promise<Readonly<Record<string, NdArray>>> {
    const { model, seed } = this.task;
    const session = this.#open(predictProgram(model, seed, rowShapes(model, rows.inputs), batchSizes(rows.rows, batchSize)));
    const inputs = Object.fromEntries(model.inputs.map(({ name, dtype }) => [name, asType(rows.inputs[name]!, dtype === "int32" ? "int32" : "float32")]));
    try {
      const results = new Map<string, { readonly data: Float32Array; readonly shape: readonly number[] }>();
      for (let begin = 0; begin < rows.rows; begin += batchSize) {
        const end = Math.min(begin + batchSize, rows.rows);
        const feeds = Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, rowsOf(x, begin, end)]));
        for (const [name, part] of Object.entries(session.run(`predict:${end - begin}`, feeds))) {
          if (begin === 0) results.set(name, roomFor(part, rows.rows));
          results.get(name)!.data.set(part.data as Float32Array, begin * size(part.shape.slice(1)));
        }
        await control.breathe();
      }
      return Object.fromEntries(model.outputs.map(({ name }) => [name, results.get(name) ?? { data: new Float32Array(0), shape: [0] }]));
    } finally {
      session.close();
    }
  }

  /** A session that has the weights. */
  #open(program: Parameters<typeof GraphSession.open>[1]): GraphSession {
    const session = GraphSession.open(this.binding, program);
    session.run("set", weightFeeds(this.task.weights));
    return session;
  }
}

/** Calls a loop until it is through. */
async function loop(session: GraphSession, name: string, from: number, limit: number, control: PassControl): Promise<void> {
  // Less than a millisecond could pass before the first step.
  const budget: Fed = { data: Float32Array.of(Math.max(1e-3, control.budget)), shape: [] };
  for (let next = from; next < limit; await control.breathe()) next = session.run(name, { from: int(next), limit: int(limit), budget })["next"]!.data[0] as number;
}

function rowsOf({ data, shape }: Fed, begin: number, end: number): Fed {
  const width = size(shape.slice(1));
  return { data: data.subarray(begin * width, end * width), shape: [end - begin, ...shape.slice(1)] };
}

const roomFor = ({ shape }: Fetched, rows: number): { readonly data: Float32Array; readonly shape: readonly number[] } => ({
  data: new Float32Array(rows * size(shape.slice(1))),
  shape: [rows, ...shape.slice(1)],
});

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
const int = (value: number): Fed => ({ data: Int32Array.of(value), shape: [] });
