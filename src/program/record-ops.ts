import type { Basic } from "../tensor/normalized.js";
import { ROWS } from "../tensor/lengths.js";
import type { Ops } from "../tensor/ops.js";
import type { Graph } from "./graph.js";
import { arithmetic } from "./record/arithmetic.js";
import { batchNorms } from "./record/batch-norm.js";
import { choice } from "./record/choice.js";
import { constants } from "./record/constant.js";
import { convolutions } from "./record/convolution.js";
import { depthwiseConvolutions } from "./record/depthwise.js";
import { elementwise } from "./record/elementwise.js";
import { gathering } from "./record/gather.js";
import { matmuls } from "./record/matmul.js";
import type { RecordContext } from "./record/operand.js";
import { ordering } from "./record/ordering.js";
import { pooling } from "./record/pooling.js";
import { randomness } from "./record/randomness.js";
import { reduction } from "./record/reduction.js";
import { reshaping } from "./record/reshape.js";
import { slicing } from "./record/slicing.js";
import { softmax } from "./record/softmax.js";
import { transposedConvolutions } from "./record/transposed.js";
import { scanning } from "./scan/record-scan.js";

export type { RecordContext };

/**
 * The abstract operations as a recorder: each call adds TensorFlow nodes to `g` and gives a `Value` with its exact
 * shape. Operands must be values of `g`. Of open lengths that a node needs as numbers `g` has to be told where they are
 * (`declareLengths`, `context.rows`). Nothing is run; what no result needs is never written. Throws `ShapeError` for
 * shapes that do not fit (the compiler has checked them before).
 */
export function recordOps(g: Graph, context: RecordContext): Ops {
  if (context.rows !== undefined) g.lengths.set(ROWS, context.rows);
  const basic: Basic = {
    ...constants(g),
    ...arithmetic(g),
    ...elementwise(g),
    ...choice(g),
    ...reduction(g),
    ...softmax(g),
    ...ordering(g),
    ...reshaping(g),
    ...slicing(g),
    ...gathering(g),
    ...matmuls(g),
    ...convolutions(g),
    ...transposedConvolutions(g),
    ...depthwiseConvolutions(g),
    ...pooling(g),
    ...scanning(g, context),
    ...randomness(g, context),
  };
  return { ...basic, ...batchNorms(g, basic) };
}
