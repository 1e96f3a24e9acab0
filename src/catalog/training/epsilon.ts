/** keras.backend.epsilon(): the fuzz of all losses and metrics. */
export const EPSILON = 1e-7;
