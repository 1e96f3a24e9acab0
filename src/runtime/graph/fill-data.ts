import type { Fed, GraphSession } from "./session.js";

/** Bytes of one piece: small beside any data set for which memory matters. */
const PIECE = 1 << 24;

/** Fills a data variable piece by piece. */
export function fillData(session: GraphSession, variable: string, { data, shape }: Fed): void {
  session.run(`new:${variable}`, { sizes: { data: Int32Array.from(shape), shape: [shape.length] } });
  const width = shape.slice(1).reduce((n, d) => n * d, 1);
  const rows = shape[0]!;
  const piece = Math.max(1, Math.floor(PIECE / (4 * Math.max(1, width))));
  for (let begin = 0; begin < rows; begin += piece) {
    const end = Math.min(begin + piece, rows);
    session.run(`put:${variable}`, {
      places: { data: Int32Array.from({ length: end - begin }, (_, i) => begin + i), shape: [end - begin] },
      part: { data: data.subarray(begin * width, end * width), shape: [end - begin, ...shape.slice(1)] },
    });
  }
}
