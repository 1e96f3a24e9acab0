interface Steps {
  readonly strides: readonly number[];
  readonly dilation_rate: readonly number[];
}

/** Keras refuses strides together with dilation (TensorFlow has no such kernel). A sentence when both are asked for. */
export const strideAndDilation = ({ strides, dilation_rate }: Steps): string | null =>
  Math.max(...strides) > 1 && Math.max(...dilation_rate) > 1
    ? `strides above 1 cannot be combined with a dilation_rate above 1 (strides ${strides.join("x")}, dilation_rate ` +
      `${dilation_rate.join("x")}); set one of them to 1`
    : null;
