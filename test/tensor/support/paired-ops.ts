import { expect } from "vitest";
import type { Ops, Scan, Scanned, Tensor } from "../../../src/tensor/ops.js";
import { shapeOnly } from "../../../src/tensor/shape-ops.js";

/** One tensor of two op sets. */
export interface Pair extends Tensor {
  readonly recorded: Tensor;
  readonly shaped: Tensor;
}

export const pair = (
  recorded: Tensor,
  shaped: Tensor = shapeOnly(recorded.shape, recorded.dtype as "int32"),
): Pair => ({
  shape: recorded.shape,
  dtype: recorded.dtype,
  recorded,
  shaped,
});

type Side = "recorded" | "shaped";

/** Every tensor in some arguments, or in a result, as that of one side. */
function sideOf(x: unknown, side: Side): unknown {
  if (Array.isArray(x)) return x.map((v) => sideOf(v, side));
  if (typeof x !== "object" || x === null || ArrayBuffer.isView(x)) return x;
  if ("recorded" in x) return (x as Pair)[side];
  return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, sideOf(v, side)]));
}

/** Two results of one operation as one; they have to agree in shapes and types. */
function joined(op: string, a: unknown, b: unknown): unknown {
  if (Array.isArray(a)) {
    expect([op, (b as readonly unknown[]).length]).toEqual([op, a.length]);
    return a.map((v, i) => joined(op, v, (b as readonly unknown[])[i]));
  }
  const [x, y] = [a, b] as Readonly<Record<string, unknown>>[];
  if (!("dtype" in x!)) return Object.fromEntries(Object.keys(x!).map((k) => [k, joined(op, x![k], y![k])]));
  const [recorded, shaped] = [a, b] as Tensor[];
  expect([op, shaped!.shape, shaped!.dtype]).toEqual([op, recorded!.shape, recorded!.dtype]);
  return pair(recorded!, shaped);
}

/** Runs each operation on both op sets, which have to give the same shapes and types, or both refuse. */
export function pairedOps(recorder: Ops, shapes: Ops, told: (op: string) => void): Ops {
  const scan = (s: Scan): Scanned => {
    let shaped: ReturnType<Scan["step"]> | null = null;
    const step: Scan["step"] = (slices, state) => {
      const after = s.step(
        slices.map((x) => pair(x)),
        state.map((x) => pair(x)),
      );
      shaped = sideOf(after, "shaped") as ReturnType<Scan["step"]>;
      return sideOf(after, "recorded") as ReturnType<Scan["step"]>;
    };
    const recorded = recorder.scan({ ...(sideOf(s, "recorded") as Scan), step });
    const told = shapes.scan({ ...(sideOf(s, "shaped") as Scan), step: () => shaped! });
    return joined("scan", recorded, told) as Scanned;
  };
  return new Proxy(recorder, {
    get: (_, op: keyof Ops) => {
      told(op);
      if (op === "scan") return scan;
      return (...args: unknown[]): unknown => {
        const on = (ops: Ops, side: Side): unknown =>
          (ops[op] as (...all: unknown[]) => unknown)(...(sideOf(args, side) as unknown[]));
        return joined(op, on(recorder, "recorded"), on(shapes, "shaped"));
      };
    },
  });
}
