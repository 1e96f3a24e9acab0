import type { Ir, StageIr } from "../../ir/ir.js";

/**
 * Whether two checked specs train the same: comments, places in the source, names of phases and the number of epochs at
 * the end aside.
 */
export const isSameTask = (a: Ir, b: Ir): boolean => essence(a) === essence(b);

function essence({ model, data, training, seed }: Ir): string {
  const layers = model.layers.map(({ name, word, args, trainable, weights }) => ({
    name,
    word,
    args,
    trainable,
    weights,
  }));
  const inputs = model.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  return JSON.stringify(
    [inputs, layers, model.nodes, model.outputs, data, training?.stages.map(essenceOf) ?? null, seed],
    sorted,
  );
}

/** How long the last stage goes on changes nothing of what has been. */
const essenceOf = ({ name: _, ...stage }: StageIr, place: number, { length }: { readonly length: number }) =>
  place === length - 1 ? { ...stage, epochs: 0 } : stage;

/** The order of keys says nothing. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
