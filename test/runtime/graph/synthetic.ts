import { compile } from "../../../src/index.js";
import { wordNamed } from "../../../src/catalog/lookup.js";
import type { Ir, OutputIr } from "../../../src/ir/ir.js";
import type { NdArray, Rows } from "../../../src/runtime/data/dataset.js";

/** The IR of a spec with a train block. What is wrong with it is the test's failure. */
export function trainable(text: string): Ir & { readonly training: NonNullable<Ir["training"]> } {
  const { ir, diagnostics } = compile(text);
  if (!ir?.training) throw new Error(`${text}\n${diagnostics.map((d) => d.message).join("\n")}`);
  return { ...ir, training: ir.training };
}

const size = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
/** Between 0.1 and 0.9, without pattern. */
const fraction = (i: number): number => 0.1 + 0.8 * ((i * 0.61803398875) % 1);

/** So many rows of made-up numbers for a model and its losses; a dimension that is open has 6 places. */
export function syntheticRows(ir: ReturnType<typeof trainable>, n: number): Rows {
  const inputs = ir.model.inputs.map(({ name, shape, dtype }): [string, NdArray] => {
    const full = [n, ...shape.map((d) => d ?? 6)];
    const length = size(full);
    return [
      name,
      {
        shape: full,
        data:
          dtype === "int32"
            ? Int32Array.from({ length }, (_, i) => i % 2)
            : Float32Array.from({ length }, (_, i) => fraction(i)),
      },
    ];
  });
  const targets = ir.model.outputs.flatMap((output): [string, NdArray][] => {
    const call = ir.training.stages[0]!.loss[output.name];
    return call ? [[output.name, targetFor(wordNamed("loss", call.word).target, output, n)]] : [];
  });
  return { rows: n, inputs: Object.fromEntries(inputs), targets: Object.fromEntries(targets), weights: null };
}

function targetFor(kind: "number" | "index" | "onehot" | "sign", { shape }: OutputIr, n: number): NdArray {
  const full = [n, ...shape.slice(1).map((d) => d ?? 6)];
  if (kind === "index") {
    const places = [...full.slice(0, -1), 1];
    return { shape: places, data: Int32Array.from({ length: size(places) }, (_, i) => i % Math.min(2, full.at(-1)!)) };
  }
  const classes = full.at(-1)!;
  const value = {
    number: fraction,
    onehot: (i: number) => Number(Math.floor(i / classes) % classes === i % classes),
    sign: (i: number) => (i % 2 === 0 ? 1 : -1),
  }[kind];
  return { shape: full, data: Float32Array.from({ length: size(full) }, (_, i) => value(i)) };
}
