import { graphCodes, graphHints, type GraphFault } from "../../diagnostics/codes/graph.js";
import { Failure } from "../../diagnostics/failure.js";

/**
 * What TensorFlow says against a graph, as a failure with its catalogued text; exit code 3. A `Failure` stays what it
 * is.
 */
export function graphFailure(code: Exclude<GraphFault, "graph/not-possible">, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const said = (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.trim();
  return new Failure(code, graphCodes[code].message({ said }), graphHints[code], 3);
}
