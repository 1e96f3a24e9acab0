import type { Fed, GraphSession } from "./session.js";

/** Bytes of one piece: small beside any data set for which memory matters. */
const PIECE = 1 << 24;

/** Fills the variables of a data set: at once when it is small, else piece by piece. All arrays have the same rows. */
export function fillData(session: GraphSession, place: string, arrays: readonly (readonly [string, Fed])[], bytes = PIECE): void {
  const rows = arrays[0]?.[1].shape[0] ?? 0;
  const width = arrays.reduce((n, [, { shape }]) => n + widthOf(shape), 0);
  const piece = Math.max(1, Math.floor(bytes / (4 * Math.max(1, width))));
  if (rows <= piece) return void session.run(`fill:${place}`, Object.fromEntries(arrays));
  session.run(`new:${place}`, Object.fromEntries(arrays.map(([name, { shape }]) => [name, { data: Int32Array.from(shape), shape: [shape.length] }])));
  for (let begin = 0; begin < rows; begin += piece) {
    const end = Math.min(begin + piece, rows);
    const parts = arrays.map(([name, { data, shape }]): readonly [string, Fed] => [
      name,
      { data: data.subarray(begin * widthOf(shape), end * widthOf(shape)), shape: [end - begin, ...shape.slice(1)] },
    ]);
    session.run(`put:${place}`, { places: { data: Int32Array.from({ length: end - begin }, (_, i) => begin + i), shape: [end - begin] }, ...Object.fromEntries(parts) });
  }
}

const widthOf = (shape: readonly number[]): number => shape.slice(1).reduce((n, d) => n * d, 1);
