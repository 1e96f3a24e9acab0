import type { NodeIr, TensorRef } from "./ir.js";

/** How the results of a node are named: as the node, then `node:1`, … */
export const refOf = (node: string, result: number): TensorRef => (result === 0 ? node : `${node}:${result}`);

/** Every result of a node under its name. */
export const resultsOf = (node: Pick<NodeIr, "name" | "shapes">): readonly TensorRef[] =>
  node.shapes.map((_, i) => refOf(node.name, i));

/** Which tensors of a call are arguments by name. */
interface NamedPlaces {
  readonly named?: NodeIr["named"] | null;
}

/** What a call hands over in the order of the word's inputs, of something that is known of each of its tensors. */
export function positionalOf<T>({ named }: NamedPlaces, all: readonly T[]): readonly T[] {
  if (!named) return all;
  const taken = new Set(Object.values(named).flat());
  return all.filter((_, i) => !taken.has(i));
}

/** What a call hands over by name. */
export const namedOf = <T>({ named }: NamedPlaces, all: readonly T[]): Readonly<Record<string, readonly T[]>> =>
  named ? Object.fromEntries(Object.entries(named).map(([name, at]) => [name, at.map((i) => all[i]!)])) : {};
