import * as tf from "@tensorflow/tfjs";
import { wordNamed } from "../../catalog/lookup.js";
import type { Logs } from "../../catalog/word.js";
import type { MetricIr } from "../../ir/ir.js";
import type { Ops, Tensor } from "../../tensor/ops.js";

/** What metrics see of one output on one batch. */
export interface OutputBatch {
  readonly target: tf.Tensor;
  readonly prediction: tf.Tensor;
  /** The prediction's mask; positions without count nothing in metrics that look at it. */
  readonly mask: tf.Tensor | null;
}

interface Tracked {
  readonly output: string;
  readonly logged: string;
  readonly metric: MetricIr;
  state: Record<string, tf.Tensor>;
}

/**
 * Keras's logs of one pass over data: means of the losses weighted by the rows of each batch, and the metrics' own
 * states.
 */
export class RunningLogs {
  readonly #sums = new Map<string, number>();
  #rows = 0;
  readonly #tracked: Tracked[];

  constructor(
    private readonly ops: Ops,
    metrics: Readonly<Record<string, readonly MetricIr[]>>,
    outputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[],
  ) {
    this.#tracked = outputs.flatMap(({ name, shape }) =>
      (metrics[name] ?? []).map((metric) => ({
        output: name,
        logged: outputs.length > 1 ? `${name}_${metric.name}` : metric.name,
        metric,
        state: Object.fromEntries(
          wordNamed("metric", metric.call.word)
            .state(metric.call.args, shape)
            .map((s) => [s.name, tf.keep(tf.fill([...s.shape], s.initial))]),
        ),
      })),
    );
  }

  addMeans(values: Logs, rows: number): void {
    this.#rows += rows;
    for (const [name, value] of Object.entries(values))
      this.#sums.set(name, (this.#sums.get(name) ?? 0) + value * rows);
  }

  addMetrics(outputs: Readonly<Record<string, OutputBatch>>): void {
    for (const tracked of this.#tracked) {
      const seen = outputs[tracked.output];
      if (!seen) continue;
      const { call } = tracked.metric;
      const fresh = tf.tidy(() => {
        const word = wordNamed("metric", call.word);
        const weight = seen.mask && word.masked ? this.ops.cast(seen.mask, "float32") : null;
        const context = {
          ops: this.ops,
          args: call.args,
          target: seen.target as Tensor,
          prediction: seen.prediction as Tensor,
          weight,
        };
        const next = word.update(context, tracked.state);
        return Object.fromEntries(Object.entries(next).map(([name, t]) => [name, tf.clone(t as unknown as tf.Tensor)]));
      });
      for (const t of Object.values(fresh)) tf.keep(t);
      tf.dispose(tracked.state);
      tracked.state = fresh;
    }
  }

  /** Loss first, penalty, losses of outputs, metrics in their order. */
  async result(): Promise<Logs> {
    const logs: Record<string, number> = {};
    for (const [name, sum] of this.#sums) logs[name] = sum / this.#rows;
    for (const { logged, metric, state } of this.#tracked) {
      const value = tf.tidy(
        () => wordNamed("metric", metric.call.word).result(this.ops, metric.call.args, state) as unknown as tf.Tensor,
      );
      logs[logged] = (await value.data())[0]!;
      value.dispose();
    }
    return logs;
  }

  dispose(): void {
    for (const { state } of this.#tracked) tf.dispose(state);
  }
}
