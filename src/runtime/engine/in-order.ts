/** 0 … n-1. A plain loop: many times as fast as `Int32Array.from` with a function. */
export function inOrder(n: number): Int32Array {
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  return order;
}
