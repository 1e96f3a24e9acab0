import type { Ops, Tensor } from "../../tensor/ops.js";
import type { ArgsOf, Params } from "../param.js";
import { defineMetric, type LossContext, type LossWord, type MetricWord } from "../word.js";
import { loggedName } from "./logged-name.js";
import { sameRank } from "./same-rank.js";

type State = Readonly<Record<string, Tensor>>;

interface MeanOf<P extends Params> extends Omit<MetricWord<P>, "family" | "state" | "update" | "result"> {
  /** One value per row, or per position of a row. */
  values(context: LossContext<ArgsOf<P>>): Tensor;
  /** Which of the values count when there are weights (Keras looks at it only then); null: all. */
  mask?(context: LossContext<ArgsOf<P>>): Tensor | null;
  /** Of the mean; the identity unless given. */
  finish?(ops: Ops, mean: Tensor): Tensor;
}

/** A metric that is a mean over the epoch's rows of some value: Keras's `MeanMetricWrapper`, total and count. */
export function defineMeanMetric<const P extends Params>({ values, mask, finish, ...word }: MeanOf<P>): MetricWord<P> {
  return defineMetric<P>({
    masked: true,
    ...(word as unknown as MetricWord<P>),
    state: () => MEAN_STATE,
    update: (context, state) =>
      meanUpdate(context.ops, values(context), maskInto(context.ops, context.weight, mask?.(context) ?? null), state),
    result: (ops, _, state) => finish?.(ops, meanResult(ops, state)) ?? meanResult(ops, state),
  });
}

/** The epoch's mean of a loss, with that loss's formula and parameters: stated once, in the loss's file. */
export function defineMeanOfLoss(
  loss: LossWord,
  about: Pick<MetricWord, "keras" | "summary"> & {
    readonly name?: string;
    readonly logged?: string;
    readonly aliases?: readonly string[];
  },
): MetricWord {
  const { reduction: _, ...params } = loss.params;
  const name = about.name ?? loss.name;
  const aliases = about.aliases ?? loss.aliases;
  return defineMeanMetric({
    name,
    keras: about.keras,
    ...(aliases ? { aliases } : {}),
    summary: about.summary,
    params: { ...params, name: loggedName(about.logged ?? name) },
    better: "min",
    target: loss.target,
    values: (context) => loss.values(context),
    mask: (context) => loss.mask?.(context) ?? null,
    check: (args, output) => loss.fits?.(args, output) ?? null,
    examples: [name],
  });
}

const MEAN_STATE = [
  { name: "total", shape: [], initial: 0 },
  { name: "count", shape: [], initial: 0 },
] as const;

const meanResult = (ops: Ops, state: State): Tensor => ops.divNoNan(state["total"]!, state["count"]!);

/** Keras's `Mean.update_state`: values [N, …] with weights [N], or of more axes where a mask is in them, or none. */
function meanUpdate(ops: Ops, values: Tensor, weight: Tensor | null, state: State): State {
  const [total, count] = weight ? weighted(ops, values, weight) : [ops.sum(perRow(ops, values)), rows(ops, values)];
  return { total: ops.add(state["total"]!, total), count: ops.add(state["count"]!, count) };
}

function weighted(ops: Ops, values: Tensor, weight: Tensor): readonly [Tensor, Tensor] {
  const [v, w] = sameRank(ops, values, weight);
  const inner = v.shape.slice(w.shape.length).map((_, i) => w.shape.length + i);
  const matched = inner.length > 0 ? ops.mean(v, inner) : v;
  const whole = ops.broadcastLike(w, matched);
  return [ops.sum(perRow(ops, ops.mul(matched, whole))), ops.sum(perRow(ops, whole))];
}

/** Means over all axes but the rows. */
const perRow = (ops: Ops, x: Tensor): Tensor =>
  x.shape.length > 1
    ? ops.mean(
        x,
        x.shape.slice(1).map((_, i) => i + 1),
      )
    : x;

const rows = (ops: Ops, values: Tensor): Tensor =>
  values.shape.length === 0
    ? ops.scalar(1)
    : typeof values.shape[0] === "number"
      ? ops.scalar(values.shape[0])
      : ops.dimension(values, 0);

function maskInto(ops: Ops, weight: Tensor | null, mask: Tensor | null): Tensor | null {
  if (!weight || !mask) return weight;
  const [m, w] = sameRank(ops, ops.cast(mask, "float32"), weight);
  return ops.mul(m, m.shape.length > w.shape.length ? ops.reshape(w, [null, ...m.shape.slice(1).map(() => 1)]) : w);
}
