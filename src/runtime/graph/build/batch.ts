import type { Tensor } from "../../../tensor/ops.js";
import { emit, ints, scalar, typed } from "../../../program/emit.js";
import { binary } from "../../../program/broadcast.js";
import type { Value } from "../../../program/node.js";
import { inputVariable, targetVariable, weightVariable, type DataSpec } from "./data-spec.js";
import type { RecordingScope } from "./scope.js";

type Tensors = Readonly<Record<string, Tensor>>;

export interface BatchTensors {
  readonly inputs: Tensors;
  readonly targets: Tensors;
  /** [N], null: all 1. */
  readonly weights: Tensor | null;
}

/** Picks rows of a variable. */
type Pick = (variable: string) => Value;

const batchBy = (place: string, spec: DataSpec, pick: Pick): BatchTensors => ({
  inputs: Object.fromEntries(Object.keys(spec.inputs).map((name) => [name, pick(inputVariable(place, name))])),
  targets: Object.fromEntries(Object.keys(spec.targets).map((name) => [name, pick(targetVariable(place, name))])),
  weights: spec.weights ? pick(weightVariable(place)) : null,
});

/** Which rows a step takes: `rows` of them from `step · batch` on. */
export interface StepRows {
  readonly step: Value;
  readonly batch: number;
  readonly rows: number;
}

/** The rows at these places of `order`, gathered inside the graph. */
export function shuffledBatch(
  scope: RecordingScope,
  place: string,
  spec: DataSpec,
  order: string,
  { step, batch, rows }: StepRows,
): BatchTensors {
  const picked = sliced(scope, scope.read(order), firstRow(scope, step, batch), rows);
  return batchBy(place, spec, (variable) => {
    const { type, shape } = scope.spec(variable);
    const attrs = {
      dtype: typed(type),
      Tindices: typed("int32"),
      batch_dims: { int: 0 },
      validate_indices: { bool: true },
    };
    return emit(scope.g, "ResourceGather", [scope.handle(variable), picked], attrs, {
      name: "output",
      type,
      shape: [rows, ...shape.slice(1)],
    });
  });
}

/** The rows as they lie. */
export function consecutiveBatch(
  scope: RecordingScope,
  place: string,
  spec: DataSpec,
  { step, batch, rows }: StepRows,
): BatchTensors {
  const first = firstRow(scope, step, batch);
  return batchBy(place, spec, (variable) => sliced(scope, scope.read(variable), first, rows));
}

const firstRow = (scope: RecordingScope, step: Value, batch: number): Value =>
  binary(scope.g, "Mul", step, scalar(scope.g, batch, "int32"));

function sliced({ g }: RecordingScope, x: Value, first: Value, rows: number): Value {
  const inner = x.shape.slice(1) as number[];
  const parts = [first, ...inner.map(() => scalar(g, 0, "int32"))];
  const begin = emit(
    g,
    "Pack",
    parts,
    { N: { int: parts.length }, T: typed("int32"), axis: { int: 0 } },
    { name: "output", type: "int32", shape: [parts.length] },
  );
  return emit(
    g,
    "Slice",
    [x, begin, ints(g, [rows, ...inner])],
    { T: typed(x.dtype), Index: typed("int32") },
    { name: "output", type: x.dtype, shape: [rows, ...inner] },
  );
}
