import type { Ir } from "../../ir/ir.js";

/** Whether two checked specs train the same: comments, places in the source and the number of epochs aside. */
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
    [inputs, layers, model.nodes, model.outputs, data, training && { ...training, epochs: 0 }, seed],
    sorted,
  );
}

/** The order of keys says nothing. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
