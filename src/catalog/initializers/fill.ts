/** Row-major values of one number. */
export const fill = (shape: readonly number[], value: number): Float32Array =>
  new Float32Array(shape.reduce((n, d) => n * d, 1)).fill(value);

/** Row-major values drawn one after the other. */
export function draw(shape: readonly number[], next: () => number): Float32Array {
  const values = new Float32Array(shape.reduce((n, d) => n * d, 1));
  for (let i = 0; i < values.length; i++) values[i] = next();
  return values;
}
