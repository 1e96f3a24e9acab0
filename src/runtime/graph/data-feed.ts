import type { Rows } from "../data/dataset.js";
import { int32s } from "../engine/in-order.js";
import { dataArrays, type DataSpec } from "./build/data-spec.js";
import type { Fed, GraphSession } from "./session.js";

/** Bytes of rows that TensorFlow holds at a time where nobody says otherwise. */
const DATA_BUDGET = 2 ** 30;

/** Bytes of one piece on its way: small beside any data set for which memory matters. */
const PIECE = 2 ** 24;

type Arrays = readonly (readonly [string, Fed])[];

/** A run of steps whose rows TensorFlow holds together. */
export interface Shard {
  readonly from: number;
  readonly to: number;
}

/**
 * The rows of one place of a program. All of them lie in its variables if they fit into the budget; else one shard of
 * whole steps at a time, gathered in the order of the pass, so that the rows of a step are the same either way.
 */
export class DataFeed {
  readonly #arrays: Arrays;
  readonly #rows: number;
  /** Steps of a shard; null: everything is there. */
  readonly #steps: number | null;
  /** Rows in TensorFlow's variables at most. */
  readonly #held: number;

  constructor(
    private readonly session: GraphSession,
    private readonly place: string,
    { spec, rows }: { readonly spec: DataSpec; readonly rows: Rows },
    private readonly batch: number,
    budget: number = DATA_BUDGET,
  ) {
    this.#arrays = dataArrays(place, spec, rows);
    this.#rows = rows.rows;
    const perRow = 4 * widthOfAll(this.#arrays);
    this.#steps = perRow * rows.rows <= budget ? null : Math.max(1, Math.floor(budget / (perRow * batch)));
    // a batch may be larger than all there is
    this.#held = this.#steps === null ? rows.rows : Math.min(rows.rows, this.#steps * batch);
    if (this.#steps === null) this.#fill();
    else this.#empty();
  }

  /** The order to give to the program: of rows in its variables. */
  order(order: Int32Array): Int32Array {
    return this.#steps === null ? order : int32s(order.length, (i) => i % this.#held);
  }

  /** The shards of so many steps. */
  *shards(steps: number): Generator<Shard> {
    const each = this.#steps ?? steps;
    for (let from = 0; from < steps; from += each) yield { from, to: Math.min(steps, from + each) };
  }

  /** The number of a step among those that lie in the variables. */
  local(step: number, { from }: Shard): number {
    return this.#steps === null ? step : step - from;
  }

  /** Puts the rows of a shard where the program finds them, until it is stopped; `order` null: as they lie. */
  hold({ from, to }: Shard, order: Int32Array | null, stopped: () => boolean): void {
    if (this.#steps === null) return;
    const begin = from * this.batch;
    const end = Math.min(to * this.batch, this.#rows);
    this.#put(
      end - begin,
      order === null ? int32s(end - begin, (i) => begin + i) : order.subarray(begin, end),
      stopped,
    );
  }

  #fill(): void {
    if (this.#rows <= this.#piece) return void this.session.run(`fill:${this.place}`, Object.fromEntries(this.#arrays));
    this.#empty();
    this.#put(this.#rows, null);
  }

  #empty(): void {
    const sizes = this.#arrays.map(([name, { shape }]) => [
      name,
      { data: Int32Array.of(this.#held, ...shape.slice(1)), shape: [shape.length] },
    ]);
    this.session.run(`new:${this.place}`, Object.fromEntries(sizes) as Record<string, Fed>);
  }

  #put(rows: number, order: Int32Array | null, stopped: () => boolean = () => false): void {
    for (let begin = 0; begin < rows && !stopped(); begin += this.#piece) {
      const end = Math.min(begin + this.#piece, rows);
      const parts = this.#arrays.map(
        ([name, array]) =>
          [
            name,
            order === null ? consecutive(array, begin, end) : gathered(array, order.subarray(begin, end)),
          ] as const,
      );
      const places = { data: int32s(end - begin, (i) => begin + i), shape: [end - begin] };
      this.session.run(`put:${this.place}`, { places, ...Object.fromEntries(parts) });
    }
  }

  /** Rows of one piece. */
  get #piece(): number {
    return Math.max(1, Math.floor(PIECE / (4 * Math.max(1, widthOfAll(this.#arrays)))));
  }
}

function consecutive({ data, shape }: Fed, begin: number, end: number): Fed {
  const width = widthOf(shape);
  return { data: data.subarray(begin * width, end * width), shape: [end - begin, ...shape.slice(1)] };
}

/** Up to so many numbers a row, copying one by one is faster than in bulk. */
const NARROW = 16;

function gathered({ data, shape }: Fed, rows: Int32Array): Fed {
  const width = widthOf(shape);
  const taken =
    data instanceof Int32Array ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width;
    if (width > NARROW) taken.set(data.subarray(from, from + width), i * width);
    else for (let j = 0; j < width; j++) taken[i * width + j] = data[from + j]!;
  }
  return { data: taken, shape: [rows.length, ...shape.slice(1)] };
}

const widthOf = (shape: readonly number[]): number => shape.slice(1).reduce((n, d) => n * d, 1);
const widthOfAll = (arrays: Arrays): number => arrays.reduce((n, [, { shape }]) => n + widthOf(shape), 0);
