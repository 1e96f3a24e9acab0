import { isProblem, shapesOf, type Applied } from "../../catalog/layer-rules.js";
import { namesOf, renamed } from "../../tensor/lengths.js";
import type { Shape } from "../../tensor/ops.js";

/** Open lengths that a layer would need to be one. */
export interface ToBeOne {
  /** Names of the inputs' lengths: of each list all would have to be the same. */
  readonly lengths: readonly (readonly string[])[];
  /** What the layer gave then. */
  readonly shapes: readonly Shape[];
}

/**
 * Whether a layer that refuses its inputs would take them if lengths that their inputs leave open were the same, axis
 * by axis; null where something else is wrong.
 */
export function lengthsToBeOne(applied: Applied): ToBeOne | null {
  const named = Object.entries(applied.named ?? {});
  const shapes = [...applied.inputs, ...named.flatMap(([, all]) => all ?? [])];
  const names = [...new Set(shapes.flat().flatMap(namesOf))];
  const axes = new Map<string, string[]>();
  for (const name of names) axes.set(axisOf(name), [...(axes.get(axisOf(name)) ?? []), name]);
  const lengths = [...axes.values()].filter((same) => same.length > 1);
  const one = (shape: Shape): Shape => shape.map((d) => renamed(d, (name) => axes.get(axisOf(name))![0]!));
  const found = shapesOf({
    ...applied,
    inputs: applied.inputs.map(one),
    named: Object.fromEntries(named.map(([name, all]) => [name, all?.map(one)])),
  });
  return lengths.length === 0 || isProblem(found) ? null : { lengths, shapes: found };
}

/** `1` of `x.1`. */
const axisOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
