import { broadcastLike } from "./broadcast.js";
import { scalar } from "./emit.js";
import type { Derive } from "./gradient-rule.js";
import { gradientRules } from "./gradient-rules.js";
import { output, reachable, valueKey, type Graph } from "./graph.js";
import type { Node, Value } from "./node.js";
import { sumOf } from "./sum-of.js";

/** A recorded op on the way from the loss to a weight has no rule: an engine that can do without this graph should. */
export class NoGradient extends Error {
  override readonly name = "NoGradient";
  constructor(readonly op: string) {
    super(`the graph engine has no gradient of ${op}`);
  }
}

/** Ops that the recorder sees through: what was computed by them may not be on the way of what was computed from it. */
const seenThrough: ReadonlySet<string> = new Set(["Mul", "AddV2", "BiasAdd", "Reshape", "Transpose", "BroadcastTo"]);

/**
 * Reverse mode: the gradients of `loss` (a scalar; of its sum where it has a shape) by each of `wrt`: arguments and
 * variables that were read, or results of ops that the recorder never simplifies away. Records into the same graph.
 * Zeros where the loss does not depend on a value. Throws `NoGradient`.
 */
export function gradients(g: Graph, loss: Value, wrt: readonly Value[]): readonly Value[] {
  for (const { node } of wrt)
    if (seenThrough.has(node.op)) throw new Error(`no gradient is taken by the result of ${node.op}`);
  const parts = derive(g, [{ of: loss, gradient: broadcastLike(g, scalar(g, 1), loss) }], wrt);
  return wrt.map((v, i) => (parts[i]!.length > 0 ? sumOf(g, parts[i]!) : zeros(g, v)));
}

const derive: Derive = (g, seeds, wrt, within) => {
  const wanted = new Set(wrt.map(valueKey));
  const nodes = reachable(seeds.map(({ of }) => of)).filter((node) => within?.has(node) ?? true);
  const carrying = new Set<Node>();
  const carries = (v: Value): boolean => v.dtype === "float32" && (wanted.has(valueKey(v)) || carrying.has(v.node));
  for (const node of nodes) if (gradientRules[node.op] !== null && node.inputs.some(carries)) carrying.add(node);

  const collected = new Map<string, Value[]>();
  const collect = (v: Value, gradient: Value): void => {
    const key = valueKey(v);
    const all = collected.get(key);
    if (all === undefined) collected.set(key, [gradient]);
    else all.push(gradient);
  };
  const total = (v: Value): Value | null => {
    const all = collected.get(valueKey(v));
    return all === undefined ? null : sumOf(g, all);
  };
  for (const { of, gradient } of seeds) if (carries(of)) collect(of, gradient);
  for (const node of [...nodes].reverse()) {
    if (!carrying.has(node)) continue;
    const y = node.outputs.map((_, i) => output(node, i));
    const dys = y.map(total);
    if (dys.every((d) => d === null)) continue;
    const rule = gradientRules[node.op];
    if (rule === undefined || rule === null) throw new NoGradient(node.op);
    const dy = dys[0] ?? dys.find((d) => d !== null)!;
    const parts = rule({ g, node, inputs: node.inputs, y, dys, dy, wanted: node.inputs.map(carries), derive });
    node.inputs.forEach((input, i) => {
      const part = parts[i];
      if (part === undefined) throw new Error(`the gradient of ${node.op} says nothing of its input ${i}`);
      if (part !== null && carries(input)) collect(input, part());
    });
  }
  return wrt.map((v) => collected.get(valueKey(v)) ?? []);
};

const zeros = (g: Graph, v: Value): Value => broadcastLike(g, scalar(g, 0), v);
