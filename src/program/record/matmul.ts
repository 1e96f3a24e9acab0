import { times } from "../../tensor/lengths.js";
import type { Ops } from "../../tensor/ops.js";
import { matmulShape } from "../../tensor/shapes/products.js";
import { sumTo } from "../broadcast.js";
import { constantInts, emit, typed } from "../emit.js";
import type { GradientRules } from "../gradient-rule.js";
import type { Graph } from "../graph.js";
import type { Value } from "../node.js";
import { floated, val } from "./operand.js";
import { arranged } from "./reshape.js";

export const matmuls = (g: Graph): Pick<Ops, "matmul"> => ({
  matmul: (a, b, transposeA = false, transposeB = false) =>
    matmul(g, floated(g, val(a)), floated(g, val(b)), transposeA, transposeB),
});

function matmul(g: Graph, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  if (a.shape.length === 2 && b.shape.length === 2) return plain(g, a, b, transposeA, transposeB);
  if (b.shape.length === 2 && !transposeA) {
    const leading = a.shape.slice(0, -1);
    const product = plain(g, arranged(g, a, [times(...leading), a.shape.at(-1)!]), b, false, transposeB);
    return arranged(g, product, [...leading, product.shape[1]!]);
  }
  return batched(g, a, b, transposeA, transposeB);
}

/** A matrix that was transposed just before is taken as it was. */
function plain(g: Graph, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const [x, adjX] = untransposed(a, transposeA);
  const [y, adjY] = untransposed(b, transposeB);
  // oneDNN has a fast kernel for a transposed second factor in batches only; a batch of one will do.
  if (adjY && g.kernels === "onednn") return batched(g, x, y, adjX, true);
  const attrs = { T: typed("float32"), transpose_a: { bool: adjX }, transpose_b: { bool: adjY } };
  return emit(g, "MatMul", [x, y], attrs, {
    name: "product",
    type: "float32",
    shape: matmulShape(x.shape, y.shape, adjX, adjY),
  });
}

function untransposed(x: Value, transposed: boolean): readonly [Value, boolean] {
  return x.node.op === "Transpose" && constantInts(x.node.inputs[1]!)[0] === 1
    ? [x.node.inputs[0]!, !transposed]
    : [x, transposed];
}

function batched(g: Graph, a: Value, b: Value, adjA: boolean, adjB: boolean): Value {
  return emit(
    g,
    "BatchMatMulV2",
    [a, b],
    { T: typed("float32"), adj_x: { bool: adjA }, adj_y: { bool: adjB } },
    { name: "output", type: "float32", shape: matmulShape(a.shape, b.shape, adjA, adjB) },
  );
}

type Multiply = (g: Graph, a: Value, b: Value, transposeA: boolean, transposeB: boolean) => Value;

/** Of op(a)·op(b): the other factor times dy, in the order that gives a's or b's own layout. */
const factors =
  (times: Multiply, a: string, b: string): GradientRules[string] =>
  ({ g, node, inputs: [x, y], dy }) => {
    const flag = (name: string): boolean => (node.attrs[name] as { readonly bool: boolean }).bool;
    const [ta, tb] = [flag(a), flag(b)];
    return [
      () => sumTo(g, ta ? times(g, y!, dy, tb, true) : times(g, dy, y!, false, !tb), x!),
      () => sumTo(g, tb ? times(g, dy, x!, true, ta) : times(g, x!, dy, !ta, false), y!),
    ];
  };

export const matmulGradients: GradientRules = {
  MatMul: factors(plain, "transpose_a", "transpose_b"),
  BatchMatMulV2: factors(batched, "adj_x", "adj_y"),
};
