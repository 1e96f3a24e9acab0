import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check } from "../../src/compiler/check.js";
import type { Ir } from "../../src/ir/ir.js";
import { parse } from "../../src/parser/parse.js";
import type { NdArray, Rows } from "../../src/runtime/data/dataset.js";
import { sourceFile } from "../../src/text/source-file.js";

interface JsonArray {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly data: readonly number[];
}

type Named = Readonly<Record<string, JsonArray>>;

/** What real Keras got for a spec: made by `oracle/goldens.py`. */
export interface Golden {
  readonly name: string;
  readonly note: string | null;
  readonly spec: string;
  /** Of a training in several: each with the whole spec, whose train block is the phase's. */
  readonly phases?: readonly { readonly name: string; readonly spec: string; readonly freeze: readonly string[] }[];
  readonly rtol: number;
  readonly x: Named;
  readonly y: Named;
  readonly sample_weight: JsonArray | null;
  readonly validation: { readonly x: Named; readonly y: Named; readonly sample_weight: JsonArray | null } | null;
  readonly initial: Named;
  readonly expected: {
    readonly epochs: number;
    readonly history: Readonly<Record<string, readonly number[]>>;
    readonly evaluate: Readonly<Record<string, number>>;
    readonly weights: Named;
  };
}

const folder = fileURLToPath(new URL("../goldens/training/", import.meta.url));

export const goldens = (): readonly Golden[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(folder + file, "utf8")) as Golden);

const arrayOf = ({ shape, dtype, data }: JsonArray): NdArray => ({
  shape,
  data: dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data),
});

const namedArrays = (named: Named): Readonly<Record<string, NdArray>> =>
  Object.fromEntries(Object.entries(named).map(([k, v]) => [k, arrayOf(v)]));

/** The golden's spec, compiled. Its errors are the test's failure. */
export function irOf({ name, spec, phases = [] }: Pick<Golden, "name" | "spec" | "phases">): Ir {
  const ir = compiled(name, spec);
  if (phases.length === 0) return ir;
  const stages = phases.map((phase) => ({
    ...compiled(name, phase.spec).training!.stages[0]!,
    name: phase.name,
    frozen: phase.freeze,
  }));
  return { ...ir, training: { stages } };
}

function compiled(name: string, spec: string): Ir {
  const { ir, diagnostics } = check(parse(sourceFile(`${name}.regnet`, spec)));
  if (ir === null) throw new Error(diagnostics.map((d) => `${d.code}: ${d.message}`).join("\n"));
  return ir;
}

/** Data by the names that the IR's inputs and outputs have: where there is one, its name in Keras does not matter. */
export function rowsOf(
  ir: Ir,
  { x, y, sample_weight }: { readonly x: Named; readonly y: Named; readonly sample_weight: JsonArray | null },
): Rows {
  const rename = (given: Named, names: readonly string[]) => {
    const arrays = namedArrays(given);
    return names.length === 1 ? { [names[0]!]: Object.values(arrays)[0]! } : arrays;
  };
  const inputs = rename(
    x,
    ir.model.inputs.map((i) => i.name),
  );
  return {
    rows: Object.values(inputs)[0]!.shape[0]!,
    inputs,
    targets: rename(
      y,
      ir.model.outputs.map((o) => o.name),
    ),
    weights: sample_weight ? Float32Array.from(sample_weight.data) : null,
  };
}

/** The rows of Keras's `evaluate` after the training: the validation rows or else all, without weights. */
export const evaluatedRows = (ir: Ir, { x, y, validation }: Golden): Rows =>
  rowsOf(ir, { ...(validation ?? { x, y }), sample_weight: null });

export const initialOf = (golden: Golden): Readonly<Record<string, NdArray>> => namedArrays(golden.initial);

/**
 * The largest difference, relative to the numbers themselves or, for small ones among large ones, to a tenth of the
 * largest: what a sum in float32 can promise.
 */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  const floor = Math.max(
    1e-3,
    0.1 * Array.from(expected).reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 0),
  );
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    const d = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), floor);
    worst = Math.max(worst, Number.isNaN(d) ? Infinity : d);
  }
  return worst;
}
