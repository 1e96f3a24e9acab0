import { mentionsRows, times } from "./lengths.js";
import type { Dim, Ops, Shape, Tensor } from "./ops.js";
import { axesOf, axisOf } from "./shapes/axes.js";
import { shapeOps } from "./shape-ops.js";
import { ShapeError } from "./shapes/shape-error.js";

/** What a computation over the rows of a batch does with them. */
export interface RowsUse {
  /** What comes of a row depends, or may depend, on other rows. */
  readonly mixed: boolean;
  /** Random numbers are drawn. */
  readonly drawn: boolean;
}

/**
 * Looks at a computation without running it: `run` gets operations on shapes and types, for tensors whose rows are an
 * axis of the length `null`. Each operation that sees that axis has to give it back as one axis, of the same length, or
 * rows are mixed; of those that could keep the length and mix all the same, each says when it does not. What cannot be
 * told counts as mixed.
 */
export function useOfRows(run: (ops: Ops) => void): RowsUse {
  let [mixed, drawn] = [false, false];
  const ops = watched({
    mixed: () => void (mixed = true),
    drawn: () => void (drawn = true),
  });
  try {
    run(ops);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { mixed: true, drawn: true };
  }
  return { mixed, drawn };
}

/** The place of the rows: an axis, -1 where there are none, null where they are entangled with another length. */
function rowsOf({ shape }: Tensor): number | null {
  const found = shape.flatMap((d, axis) => (mentionsRows(d) ? [axis] : []));
  return found.length === 0 ? -1 : found.length === 1 && shape[found[0]!] === null ? found[0]! : null;
}

const isTensor = (x: unknown): x is Tensor => typeof x === "object" && x !== null && "shape" in x && "dtype" in x;

/** The tensors of an argument or a result: itself, or those in its lists and objects. */
function tensorsOf(value: unknown): readonly Tensor[] {
  if (isTensor(value)) return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  const parts: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  return typeof parts[0] === "number" ? [] : parts.flatMap(tensorsOf);
}

const offRows = (x: Tensor, axis: number): boolean => axisOf(x.shape.length, axis) !== rowsOf(x);

/** Windows go along all axes but the first and the last. */
const inFront = (x: Tensor): boolean => rowsOf(x) === 0;
const filtered = (x: Tensor, filter: Tensor): boolean => inFront(x) && rowsOf(filter) === -1;

/** As many numbers stand before the rows as before: then those of each row stay together. */
function samePlace(x: Tensor, shape: Shape): boolean {
  const result = shapeOps.reshape(x, shape);
  const before = (of: Tensor): Dim => times(...of.shape.slice(0, rowsOf(of) ?? 0));
  return before(x) === before(result);
}

/**
 * Of operations that could give back the rows' axis with its length and have mixed them: whether they keep them apart.
 * All others cannot.
 */
const apart: { readonly [K in keyof Ops]?: (...given: Parameters<Ops[K]>) => boolean } = {
  cumsum: offRows,
  softmax: offRows,
  logSoftmax: offRows,
  reverse: (x, axes) => axesOf(x.shape.length, axes).every((axis) => offRows(x, axis)),
  gather: (x, _, axis) => offRows(x, axis),
  reshape: samePlace,
  conv: filtered,
  convTranspose: filtered,
  depthwiseConv: filtered,
  maxPool: inFront,
  avgPool: inFront,
  batchNorm: () => false,
  scan: ({ sequences }) => sequences.every((x) => x.shape[0] !== null),
};

function watched(told: { mixed(): void; drawn(): void }): Ops {
  const watch = (name: keyof Ops): [string, unknown] => {
    const run = shapeOps[name] as (...given: readonly unknown[]) => unknown;
    const keeps = apart[name] as ((...given: readonly unknown[]) => boolean) | undefined;
    const watching = (...given: readonly unknown[]): unknown => {
      if (name === "uniform" || name === "normal") told.drawn();
      const result = run(...given);
      const rows = given.flatMap(tensorsOf).map(rowsOf);
      if (rows.every((axis) => axis === -1)) return result;
      const left = tensorsOf(result).map(rowsOf);
      const whole = rows.every((axis) => axis !== null) && left.every((axis) => axis !== null && axis >= 0);
      if (!whole || keeps?.(...given) === false) told.mixed();
      return result;
    };
    return [name, watching];
  };
  return Object.fromEntries((Object.keys(shapeOps) as (keyof Ops)[]).map(watch)) as unknown as Ops;
}
