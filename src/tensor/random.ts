/**
 * regnet's only source of randomness: 32-bit counter hashes, so that every engine can produce the same numbers in any
 * order, and nothing depends on a clock or on Math.random.
 *
 * The mixer is the finalizer of MurmurHash3 (Appleby, public domain): a bijection of 32-bit integers with full
 * avalanche. Only wrapping multiplication, xor and logical shifts are used, which TensorFlow's uint32 kernels also
 * have.
 */
export function mix(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return x >>> 0;
}

/**
 * A 32-bit key of a stream: seed and counter, each mixed before they meet, so that neighbouring steps share nothing.
 */
export const key = (seed: number, step: number): number => mix(mix(seed | 0) ^ Math.imul(step | 0, 0x9e3779b9));

/** 32 random bits at an index of a stream: two rounds, so that streams are no shifted copies of one another. */
const bits = (streamKey: number, index: number): number =>
  mix((mix(Math.imul(index, 0x9e3779b9) ^ streamKey) + streamKey) | 0);

/** Uniform in [0, 1), a multiple of 2^-24 and so exact in float32. */
export const uniformAt = (streamKey: number, index: number): number => (bits(streamKey, index) >>> 8) * 2 ** -24;

/** A seed for a named part of a whole: the same name and seed give the same child on every machine. 31 bits. */
export function deriveSeed(seed: number, name: string): number {
  let h = mix(seed | 0);
  for (let i = 0; i < name.length; i++) h = mix(h ^ Math.imul(name.charCodeAt(i) + 1, 0x9e3779b9));
  return h >>> 1;
}

/** Numbers in sequence from one seed: for initial weights, shuffles and splits, which are drawn in JavaScript. */
export interface Random {
  /** [0, 1) with 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** A whole number in [0, n). */
  below(n: number): number;
}

export function random(seed: number): Random {
  const stream = key(seed, 0x5eed);
  let index = 0;
  const next = (): number => bits(stream, index++);
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) * 2 ** -53;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (n) => Math.floor(uniform() * n),
  };
}

/** 0 … n-1 in random order (Fisher–Yates, from the end). */
export function permutation(n: number, seed: number): Int32Array {
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i; // ten times as fast as Int32Array.from with a function
  const draw = random(seed);
  for (let i = n - 1; i > 0; i--) {
    const j = draw.below(i + 1);
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}
