/** 0 … n-1. A loop, because `Int32Array.from` takes ten times as long for a million rows. */
export function rowRange(n: number): Int32Array {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = i;
  return rows;
}
