import type { Random } from "../../tensor/random.js";

/**
 * `count` orthonormal vectors of `length` ≥ `count` numbers, uniformly distributed: normal vectors, Gram–Schmidt. That
 * is the Q of a QR decomposition whose R has a positive diagonal. Each projection is made twice, which brings the
 * rounding error of the dependent parts down to that of one operation (Kahan and Parlett).
 */
export function orthonormal(count: number, length: number, random: Random): readonly Float64Array[] {
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const v = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++)
      for (const q of basis) {
        const along = dot(q, v);
        for (let i = 0; i < length; i++) v[i]! -= along * q[i]!;
      }
    const norm = Math.sqrt(dot(v, v));
    if (norm > 1e-9) basis.push(v.map((x) => x / norm));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
