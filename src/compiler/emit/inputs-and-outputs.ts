import type { InputIr } from "../../ir/ir.js";
import { lineComments } from "./comment.js";
import { argumentComment, own, type Emission } from "./emission.js";
import { objectLiteral, textLiteral } from "./literal.js";
import { valueExpression } from "./word-expression.js";

/** `{ shape: [64], name: "input" }` of the input at a place; `key`: what the shape is called. */
export function inputOptions(
  emission: Emission,
  { shape, dtype, name }: InputIr,
  place: number,
  key: "shape" | "inputShape",
): string {
  const pointer = `/model/inputs/${place}`;
  const wording = emission.wording(pointer);
  return objectLiteral([
    [
      key,
      valueExpression(emission, undefined, shape, `${pointer}/shape`, own(wording.formulas, "shape") ?? null),
      argumentComment(emission, wording, "shape"),
    ],
    ...(dtype === "float32" && !own(wording.docs, "dtype")
      ? []
      : [["dtype", textLiteral(dtype), argumentComment(emission, wording, "dtype")] as const]),
    ["name", textLiteral(name)],
  ]);
}

/** What is written above `output`. */
export const outputRemarks = (emission: Emission): string =>
  lineComments(emission.wording("/model/outputs").doc ?? null);
