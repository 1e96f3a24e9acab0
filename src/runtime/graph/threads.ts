import type { ModelIr } from "../../ir/ir.js";
import { smallOperations } from "./small-operations.js";

/**
 * TensorFlow's threads for a model: 1 where handing operations out takes longer than doing them, undefined (TensorFlow's own choice, all
 * cores) for convolutions and everything large. To be known before the library is loaded.
 */
export const threadsFor = (model: ModelIr, batchSize: number): number | undefined => (smallOperations(model, batchSize) ? 1 : undefined);
