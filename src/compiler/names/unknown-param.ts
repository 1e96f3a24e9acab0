import { suggest } from "../../text/suggest.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";
import { GENERIC, type Callee } from "./callee.js";

/** What Keras takes in every layer's call, and where it stands here. */
const ofEveryLayer: Readonly<Record<string, string>> = {
  name: "a layer's name stands behind it, as NAME",
  input_shape: "the model's input has the shape, such as input [8, 8, 1]",
  input_dim: "the model's input has the shape, such as input [8]",
};

/**
 * Says of an argument that the callee does not have what may be meant. Gives the parameter that is clearly meant; null
 * where it is understood and none of the callee's; undefined where it may be any.
 */
export function unknownParam(session: Session, callee: Callee, written: string, at: At): string | null | undefined {
  const renamed =
    callee.renamed && Object.hasOwn(callee.renamed, written) ? callee.renamed[written]! : camel(written, callee);
  const places = { ...(callee.extra ? ofEveryLayer : {}), ...callee.elsewhere };
  const elsewhere = Object.hasOwn(places, written) ? places[written] : undefined;
  if (elsewhere) {
    session.report("arguments/elsewhere", { name: written, word: callee.name, where: elsewhere }, at);
    return null;
  }
  if (renamed) {
    session.report("arguments/old-name", { written, name: renamed, word: callee.name }, at, {
      fixes: [replace(`write ${renamed}`, at.span, renamed)],
    });
    return renamed;
  }
  if (written === GENERIC && callee.regularizes !== undefined) {
    session.report("arguments/no-weights", { word: callee.name }, at);
    return null;
  }
  const known = [...Object.keys(callee.params), ...Object.keys(callee.extra ?? {})];
  const near = suggest(written, [...known, ...(callee.regularizes?.length ? [GENERIC] : [])]);
  session.report(
    "arguments/unknown",
    { name: written, word: callee.name, suggestion: near, known: known.filter((n) => n !== GENERIC) },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
  return near;
}

/** `kernelRegularizer`, as TensorFlow.js spells it. */
function camel(written: string, callee: Callee): string | undefined {
  if (!/[A-Z]/.test(written)) return undefined;
  const snake = written.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return Object.hasOwn(callee.params, snake) ? snake : undefined;
}
