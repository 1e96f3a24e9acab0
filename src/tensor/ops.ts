/**
 * The abstract tensor operations in which every word of the vocabulary is written once.
 *
 * A forward pass, a loss, a metric, an optimizer step: each is a function over `Ops`. An engine supplies the
 * implementation: the layers engine runs it eagerly on TensorFlow.js, the graph engine records it into a program
 * whose gradients the compiler derives. So there is one meaning, and as many engines as there are `Ops`.
 *
 * Rules for implementers: float32 and int32 only (bool for conditions); broadcasting as in numpy; layouts channels-last
 * (NHWC, filters HWIO); every op that takes float tensors is differentiable unless it says otherwise; nothing reads
 * a tensor's values back.
 */
export type DType = "float32" | "int32" | "bool";

/**
 * A length: a number, or one that is not known before a model runs. `null` is the rows of the batch, a text any other
 * open length (`lengths.ts`): equal texts are equal lengths, and two that differ are never taken for the same. An eager
 * engine knows all of them.
 */
export type Dim = number | string | null;
export type Shape = readonly Dim[];

/** A tensor of some op set. Opaque: only that op set may look inside. */
export interface Tensor {
  readonly shape: Shape;
  readonly dtype: string;
}

export type Operand = Tensor | number;

/** `same`, `valid`, or explicit zeros [[before, after], …] per spatial dimension. */
export type Padding = "same" | "valid" | readonly (readonly [number, number])[];

export interface ConvOptions {
  /** One per spatial dimension. */
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations: readonly number[];
  /** Input channels are split in as many groups; the filter's input axis is then channels / groups. */
  readonly groups?: number;
}

export interface ConvTransposeOptions {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations: readonly number[];
  /** Spatial sizes of the result (batch and channels are known from the arguments). */
  readonly outputSize: readonly Dim[];
}

export interface PoolOptions {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: "same" | "valid";
}

/** A loop over steps that hand a state on: a recurrence. */
export interface Scan {
  /** How many; of an open length the loop runs as often as it is long when the program runs. */
  readonly steps: Dim;
  /** From the last step to the first. Default false. */
  readonly backwards?: boolean;
  /** Cut along their first axis, which has the length of `steps`: a step gets its slice of each. */
  readonly sequences: readonly Tensor[];
  /** The state before the first step. Shapes and types stay the same from step to step. */
  readonly start: readonly Tensor[];
  /**
   * One step. It may use any other tensor of the op set as well (weights, masks), which are the same at all steps; it
   * must be a pure function, as an engine calls it once for each step or once for all. `outputs` are collected.
   */
  step(
    slices: readonly Tensor[],
    state: readonly Tensor[],
  ): { readonly state: readonly Tensor[]; readonly outputs: readonly Tensor[] };
}

export interface Scanned {
  /** After the last step. */
  readonly state: readonly Tensor[];
  /**
   * Each output of all steps, on a new first axis, in the order of the sequences (also where the loop ran backwards).
   */
  readonly outputs: readonly Tensor[];
}

export interface BatchNormed {
  readonly value: Tensor;
  /** Of each channel; no gradient. */
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface Ops {
  // ---- constants -------------------------------------------------------------------------------------------------
  scalar(value: number, dtype?: DType): Tensor;
  /** Row-major values. No `null` in the shape. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype?: DType): Tensor;
  zerosLike(x: Tensor): Tensor;
  onesLike(x: Tensor): Tensor;
  /** Length of an axis as a float32 scalar; for `null` dimensions the length at run time. */
  dimension(x: Tensor, axis: number): Tensor;

  // ---- arithmetic, broadcasting ------------------------------------------------------------------------------------
  add(a: Operand, b: Operand): Tensor;
  sub(a: Operand, b: Operand): Tensor;
  mul(a: Operand, b: Operand): Tensor;
  div(a: Operand, b: Operand): Tensor;
  /** 0 where the divisor is 0; so is its gradient. */
  divNoNan(a: Operand, b: Operand): Tensor;
  pow(a: Operand, b: Operand): Tensor;
  maximum(a: Operand, b: Operand): Tensor;
  minimum(a: Operand, b: Operand): Tensor;

  // ---- elementwise -------------------------------------------------------------------------------------------------
  neg(x: Tensor): Tensor;
  /** Gradient sign(x), 0 at 0 (the documented subgradient; TensorFlow's). */
  abs(x: Tensor): Tensor;
  /** -1, 0 or 1; no gradient. */
  sign(x: Tensor): Tensor;
  square(x: Tensor): Tensor;
  sqrt(x: Tensor): Tensor;
  rsqrt(x: Tensor): Tensor;
  exp(x: Tensor): Tensor;
  /** exp(x) - 1 without cancellation near 0; gradient exp(x). */
  expm1(x: Tensor): Tensor;
  log(x: Tensor): Tensor;
  log1p(x: Tensor): Tensor;
  sin(x: Tensor): Tensor;
  cos(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  softplus(x: Tensor): Tensor;
  erf(x: Tensor): Tensor;
  /** No gradient. */
  floor(x: Tensor): Tensor;
  /** Half to even; no gradient. */
  round(x: Tensor): Tensor;
  /** Gradient 0 outside [low, high]. */
  clip(x: Tensor, low: number, high: number): Tensor;

  // ---- comparison and choice (no gradient through conditions)
  equal(a: Operand, b: Operand): Tensor;
  greater(a: Operand, b: Operand): Tensor;
  greaterEqual(a: Operand, b: Operand): Tensor;
  less(a: Operand, b: Operand): Tensor;
  lessEqual(a: Operand, b: Operand): Tensor;
  and(a: Tensor, b: Tensor): Tensor;
  or(a: Tensor, b: Tensor): Tensor;
  not(a: Tensor): Tensor;
  where(condition: Tensor, a: Operand, b: Operand): Tensor;
  cast(x: Tensor, dtype: DType): Tensor;

  // ---- reductions; axes may be negative; no axes: all
  sum(x: Tensor, axes?: readonly number[], keepDims?: boolean): Tensor;
  mean(x: Tensor, axes?: readonly number[], keepDims?: boolean): Tensor;
  /** The gradient is shared equally among ties. */
  max(x: Tensor, axes?: readonly number[], keepDims?: boolean): Tensor;
  min(x: Tensor, axes?: readonly number[], keepDims?: boolean): Tensor;
  prod(x: Tensor, axes?: readonly number[], keepDims?: boolean): Tensor;
  /** int32; the first of equals; no gradient. */
  argMax(x: Tensor, axis: number): Tensor;
  cumsum(x: Tensor, axis: number): Tensor;
  softmax(x: Tensor, axis: number): Tensor;
  logSoftmax(x: Tensor, axis: number): Tensor;
  logSumExp(x: Tensor, axes: readonly number[], keepDims?: boolean): Tensor;
  /** The k largest of the last axis, descending; indices int32. Gradient to the values. */
  topK(x: Tensor, k: number): { values: Tensor; indices: Tensor };

  // ---- shape
  /** At most one `null`, which stands for what is left (the rows of the batch). */
  reshape(x: Tensor, shape: Shape): Tensor;
  transpose(x: Tensor, permutation: readonly number[]): Tensor;
  expandDims(x: Tensor, axis: number): Tensor;
  squeeze(x: Tensor, axes: readonly number[]): Tensor;
  concat(xs: readonly Tensor[], axis: number): Tensor;
  stack(xs: readonly Tensor[], axis: number): Tensor;
  /** Per axis; size -1 or null: to the end. */
  slice(x: Tensor, begin: readonly number[], size: readonly Dim[]): Tensor;
  /** Equal parts of an axis, whose length `parts` divides. */
  split(x: Tensor, parts: number, axis: number): readonly Tensor[];
  /** Per axis [before, after]; constant value. */
  pad(x: Tensor, paddings: readonly (readonly [number, number])[], value?: number): Tensor;
  tile(x: Tensor, repeats: readonly number[]): Tensor;
  /** To the shape of `like`. */
  broadcastLike(x: Tensor, like: Tensor): Tensor;
  reverse(x: Tensor, axes: readonly number[]): Tensor;
  /** Slices of `x` along `axis` by int32 `indices`; gradient by sum over repeated indices. */
  gather(x: Tensor, indices: Tensor, axis: number): Tensor;
  /** float32; a new last axis of length `depth`; indices outside give zeros; no gradient. */
  oneHot(indices: Tensor, depth: number): Tensor;

  // ---- linear algebra
  /** Last two axes; leading axes broadcast. */
  matmul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  /** x [N, …spatial, C], filter [...size, C / groups, F]; 1, 2 or 3 spatial dimensions by the filter's rank. */
  conv(x: Tensor, filter: Tensor, options: ConvOptions): Tensor;
  /**
   * x [N, …spatial, C], filter [...size, F, C] (Keras's layout) → [N, …outputSize, F]; the gradient of `conv` by its
   * input.
   */
  convTranspose(x: Tensor, filter: Tensor, options: ConvTransposeOptions): Tensor;
  /** x [N, …spatial, C], filter [...size, C, M] → [N, …, C·M]; 1 or 2 spatial dimensions. */
  depthwiseConv(x: Tensor, filter: Tensor, options: Omit<ConvOptions, "groups">): Tensor;
  maxPool(x: Tensor, options: PoolOptions): Tensor;
  /** Padding does not count in the mean. */
  avgPool(x: Tensor, options: PoolOptions): Tensor;

  // ---- normalization
  /**
   * Each channel of x [N, …, C] by its own mean and biased variance over all other axes: (x - mean) / √(variance +
   * epsilon) · gamma + beta, with gamma and beta [C]; null: 1 and 0.
   */
  batchNorm(
    x: Tensor,
    options: { readonly epsilon: number; readonly gamma: Tensor | null; readonly beta: Tensor | null },
  ): BatchNormed;

  // ---- recurrence
  scan(scan: Scan): Scanned;

  // ---- randomness
  /**
   * Uniform in [0, 1), a multiple of 2^-24, from `random.ts`: the value at flat index i depends on (seed, step, i)
   * only, so a mask is fresh at every training step and the same on every engine. `null` is the rows of the batch. No
   * gradient.
   */
  uniform(shape: Shape, seed: number): Tensor;
  /** Standard normal by Box–Muller over two `uniform` streams. No gradient. */
  normal(shape: Shape, seed: number): Tensor;

  // ---- gradients
  /** The same value; no gradient flows through it. */
  stopGradient(x: Tensor): Tensor;
}
