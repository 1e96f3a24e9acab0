/** 0 … n-1. */
export const inOrder = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
