import { batchNormed, type Basic } from "../../tensor/normalized.js";
import type { Ops } from "../../tensor/ops.js";
import { convolution } from "./ops/convolution.js";
import { arithmetic, choice, elementwise } from "./ops/elementwise.js";
import { randomness, type OpsContext } from "./ops/randomness.js";
import { reduction } from "./ops/reduction.js";
import { recurrence } from "./ops/recurrence.js";
import { constants, shaping } from "./ops/shape.js";
import type { Tf } from "./ops/tf.js";

export type { OpsContext, Tf };

/**
 * The abstract operations run eagerly on TensorFlow.js tensors, with the gradients `Ops` promises under `tf.grads` and
 * `tf.variableGrads`. Only kernels that the cpu, wasm and native back ends share are used; what wasm lacks is the
 * gradient of convolutions and of `gather`.
 */
export function tfjsOps(tf: Tf, context: OpsContext): Ops {
  const basic: Basic = {
    ...constants(tf),
    ...arithmetic(tf),
    ...elementwise(tf),
    ...choice(tf),
    ...reduction(tf),
    ...shaping(tf),
    ...convolution(tf),
    ...recurrence(tf),
    ...randomness(tf, context),
  };
  return { ...basic, batchNorm: (x, affine) => batchNormed(basic, x, affine) };
}
