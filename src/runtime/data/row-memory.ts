/** Bytes from which rows lie in memory that threads share. */
const SHARED = 1 << 18;

/** Room for the numbers of a data set: large ones where the thread that trains can read them without a copy. */
export function rowMemory(dtype: "int32" | "float32", length: number): Int32Array | Float32Array {
  const memory = length * 4 >= SHARED ? new SharedArrayBuffer(length * 4) : new ArrayBuffer(length * 4);
  return dtype === "int32" ? new Int32Array(memory) : new Float32Array(memory);
}
