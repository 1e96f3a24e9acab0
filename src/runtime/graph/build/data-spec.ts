import type { ModelIr } from "../../../ir/ir.js";
import type { Shape } from "../../../tensor/ops.js";
import type { NdArray, Rows } from "../../data/dataset.js";
import type { Fed } from "../session.js";

interface ColumnSpec {
  /** Of one row. */
  readonly shape: readonly number[];
  readonly type: "float32" | "int32";
}

/** What rows of a data set look like to a program: everything but their number and values. */
export interface DataSpec {
  readonly inputs: Readonly<Record<string, ColumnSpec>>;
  readonly targets: Readonly<Record<string, ColumnSpec>>;
  readonly weights: boolean;
}

/** The look of rows for a model. Throws when an input is missing. */
export function dataSpecOf(model: ModelIr, rows: Rows): DataSpec {
  const inputs = Object.fromEntries(
    model.inputs.map(({ name, dtype }) => {
      const array = rows.inputs[name];
      if (!array)
        throw new Error(
          `the data has nothing for the input ${name}; it has ${Object.keys(rows.inputs).join(", ") || "none"}`,
        );
      return [
        name,
        { shape: array.shape.slice(1), type: dtype === "int32" ? ("int32" as const) : ("float32" as const) },
      ];
    }),
  );
  const outputs = new Set(model.outputs.map((o) => o.name));
  const targets = Object.fromEntries(
    Object.entries(rows.targets)
      .filter(([name]) => outputs.has(name))
      .map(([name, { data, shape }]) => [
        name,
        { shape: shape.slice(1), type: data instanceof Int32Array ? ("int32" as const) : ("float32" as const) },
      ]),
  );
  return { inputs, targets, weights: rows.weights !== null };
}

export const sameSpec = (a: DataSpec, b: DataSpec): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The variables that hold a data set, by name; `place` tells several sets apart. */
export const dataVariables = (
  place: string,
  spec: DataSpec,
): readonly (readonly [string, { readonly type: "float32" | "int32"; readonly shape: Shape }])[] => [
  ...Object.entries(spec.inputs).map(
    ([name, { type, shape }]) => [inputVariable(place, name), { type, shape: [null, ...shape] }] as const,
  ),
  ...Object.entries(spec.targets).map(
    ([name, { type, shape }]) => [targetVariable(place, name), { type, shape: [null, ...shape] }] as const,
  ),
  ...(spec.weights ? [[weightVariable(place), { type: "float32", shape: [null] }] as const] : []),
];

export const inputVariable = (place: string, name: string): string => `${place}/input/${name}`;
export const targetVariable = (place: string, name: string): string => `${place}/target/${name}`;
export const weightVariable = (place: string): string => `${place}/weight`;

/** The arrays of a data set by the variable that holds them, in the types the program has. */
export const dataArrays = (place: string, spec: DataSpec, rows: Rows): readonly (readonly [string, Fed])[] => [
  ...Object.entries(spec.inputs).map(
    ([name, { type }]) => [inputVariable(place, name), asType(rows.inputs[name]!, type)] as const,
  ),
  ...Object.entries(spec.targets).map(
    ([name, { type }]) => [targetVariable(place, name), asType(rows.targets[name]!, type)] as const,
  ),
  ...(spec.weights ? [[weightVariable(place), { data: rows.weights!, shape: [rows.rows] }] as const] : []),
];

/** Inputs come as the model declares them. */
export function asType({ data, shape }: NdArray, type: "float32" | "int32"): Fed {
  const right = type === "int32" ? data instanceof Int32Array : data instanceof Float32Array;
  return { shape, data: right ? data : type === "int32" ? Int32Array.from(data) : Float32Array.from(data) };
}
