import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { OptimizerState } from "./engine.js";

/**
 * What an engine does before it takes an optimizer's state over.
 * @throws Failure `runtime/other-optimizer` where a value is missing, has another shape than the model's, or is of
 *   another optimizer
 */
export function requireState(
  wanted: Iterable<readonly [name: string, shape: readonly number[]]>,
  { values }: OptimizerState,
): void {
  const known = new Set<string>();
  for (const [name, shape] of wanted) {
    known.add(name);
    if (values[name]?.shape.join() !== shape.join()) throw refused(`${name} is missing or has another shape`);
  }
  const other = Object.keys(values).find((name) => !known.has(name));
  if (other !== undefined) throw refused(`it holds ${other}, which this optimizer does not keep`);
}

const refused = (why: string): Failure =>
  new Failure(
    "runtime/other-optimizer",
    runtimeCodes["runtime/other-optimizer"].message({ why }),
    "go on with the model and the optimizer that the state was stored with, or begin anew",
  );
