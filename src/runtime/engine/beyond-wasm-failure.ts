import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";

/**
 * @param layer its name
 * @param mend what to do, said in the words of who asked for the back end
 */
export const beyondWasmFailure = (layer: string, mend: string): Failure =>
  new Failure("runtime/wasm-gradient", runtimeCodes["runtime/wasm-gradient"].message({ layer }), mend, 3);
