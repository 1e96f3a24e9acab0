import { expandLoops } from "../../../program/scan/expand-loops.js";
import type { ProgramFunction } from "./graph.js";
import type { Program, Signature } from "./program.js";

/** The program in TensorFlow's own ops: every loop is a `While` with functions of its own. Inputs keep their names. */
export function expanded({ functions, signatures, init }: Program): Program {
  const made: ProgramFunction[] = [];
  const names = (): string => `loop_${count++}`;
  let count = 0;
  const inner = functions.map((f) => {
    const { value } = expandLoops(
      f.results.map((v) => v.node),
      made,
      names,
    );
    return { ...f, results: f.results.map(value) };
  });
  const roots = Object.values(signatures).flatMap(({ outputs }) => Object.values(outputs).map((v) => v.node));
  const { value, node } = expandLoops([...roots, ...(init ? [init] : [])], made, names);
  const mapped = ({ inputs, outputs }: Signature): Signature => ({
    inputs,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, v]) => [name, value(v)])),
  });
  return {
    functions: [...inner, ...made],
    signatures: Object.fromEntries(Object.entries(signatures).map(([name, signature]) => [name, mapped(signature)])),
    ...(init && { init: node(init) }),
  };
}
