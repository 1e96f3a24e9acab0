export type Interpolation = "bilinear" | "bicubic" | "lanczos3" | "lanczos5";

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const lanczos =
  (radius: number) =>
  (x: number): number =>
    x < radius ? sinc(x) * sinc(x / radius) : 0;

/** Weight of a pixel at distance x ≥ 0. Bicubic is Keys's kernel with a = -1/2. */
const kernels: Readonly<Record<Interpolation, (x: number) => number>> = {
  bilinear: (x) => Math.max(0, 1 - x),
  bicubic: (x) => (x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1),
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/**
 * The matrix [out, n], row-major, that brings an axis from n to `out` positions: pixel centres at half positions,
 * weights at the border scaled to sum 1 (Keras's ops.image.resize; jax.image.scale_and_translate). `antialias` widens
 * the kernel where the axis gets shorter.
 */
export function sampleWeights(n: number, out: number, interpolation: Interpolation, antialias = false): Float32Array {
  const kernel = kernels[interpolation];
  const width = antialias ? Math.max(1, n / out) : 1;
  const matrix = new Float32Array(out * n);
  for (let row = 0; row < out; row++) {
    const centre = ((row + 0.5) * n) / out - 0.5;
    const weights = Array.from({ length: n }, (_, i) => kernel(Math.abs(centre - i) / width));
    const total = weights.reduce((a, b) => a + b, 0);
    weights.forEach((w, i) => (matrix[row * n + i] = w / total));
  }
  return matrix;
}

/** The matrix [n · factor, n] that enlarges an axis. */
export const resizeWeights = (n: number, factor: number, interpolation: Interpolation): Float32Array =>
  sampleWeights(n, n * factor, interpolation);
