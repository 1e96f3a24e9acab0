import type { Ir } from "../../ir/ir.js";
import type { FittedColumn, Preprocessing } from "../data/dataset.js";
import { count, either, flag, list, nullable, number, object, oneOf, record, text } from "./stored.js";

const scaling = object({ shift: number, scale: number });

const form = object({
  version: oneOf(1, 2),
  inputs: record(
    object({
      shape: list(count),
      dtype: oneOf("float32", "int32"),
      columns: list(
        object(
          {
            name: text,
            encode: oneOf("number", "onehot", "index"),
            vocabulary: nullable(list(text)),
            scaling: nullable(scaling),
            fill: nullable(either(number, text)),
            dropMissing: flag,
          },
          {
            width: count,
            scalings: list(scaling),
            first: count,
            untrained: list(text),
            unknown: either(number, list(number)),
          },
        ),
      ),
    }),
  ),
  targets: record(
    object(
      { encode: oneOf("number", "index", "onehot"), columns: list(text), classes: nullable(list(text)) },
      { ignored: number },
    ),
  ),
  weight: nullable(text),
});

/**
 * The first fault of a stored preprocessing: its form, and whether it fills the inputs of the model beside it. Null:
 * none.
 */
export function faultOfPreprocessing(value: unknown, { model, data }: Ir): string | null {
  const fault = form(value, "it");
  if (fault !== null) return fault;
  const { inputs, targets } = value as Preprocessing;
  if (data === null) return null; // trained on arrays of a program: there is nothing to apply again
  for (const { name, shape } of model.inputs) {
    const input = inputs[name];
    if (!input) return `nothing feeds the input ${name}`;
    if (input.shape.length !== shape.length || shape.some((size, i) => size !== null && size !== input.shape[i]))
      return `the input ${name} has another shape than the model's`;
    for (const column of input.columns) {
      const broken = faultOfColumn(column);
      if (broken !== null) return `the column ${column.name} ${broken}`;
    }
    const width = input.columns.reduce((n, column) => n + widthOf(column), 0);
    if (width !== input.shape.reduce((n, d) => n * d, 1))
      return `the columns of the input ${name} give ${width} values a row, and its shape takes others`;
  }
  const strange = Object.keys(targets).find((name) => !model.outputs.some((output) => output.name === name));
  return strange === undefined ? null : `it has a target for ${strange}, which the model does not make`;
}

function faultOfColumn({ encode, vocabulary, scaling, width, scalings, unknown }: FittedColumn): string | null {
  if (encode !== "number" && vocabulary === null) return "has categories, but no list of them";
  if ([scaling, ...(scalings ?? [])].some((s) => s !== null && s.scale === 0)) return "is divided by 0";
  if (typeof unknown === "object" ? unknown.length !== width : unknown !== undefined && width !== undefined)
    return "has other stand-ins for missing values than it is long";
  return scalings !== undefined && scalings.length !== width ? "is a list of another length than its scaling" : null;
}

const widthOf = ({ width, encode, vocabulary }: FittedColumn): number =>
  width ?? (encode === "onehot" ? vocabulary!.length : 1);
