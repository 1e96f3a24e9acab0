import { isProblem, shapesOf, type Applied } from "../../catalog/layer-rules.js";
import type { ShapeProblem } from "../../catalog/word.js";
import { alternatives } from "../../catalog/kinds/parts.js";
import type { Kind, Params } from "../../catalog/param.js";
import type { Args, Value } from "../../ir/value.js";
import type { Dim, Shape } from "../../tensor/ops.js";
import { decide } from "../values/decide.js";

/**
 * What is known of a shape behind an error: the shapes that it may have, in which `?` is a length that is not known. A
 * layer gives something to each that it can be applied to; what all of its results agree on is known again: behind
 * `flatten` and `dense 10` it is ten numbers, whatever stood above.
 */
export type Possible = readonly Shape[];

const UNKNOWN = "?";

const open = (rank: number): Shape => [null, ...Array<Dim>(rank - 1).fill(UNKNOWN)];

/** Nothing is known. */
export const anyShape: Possible = [2, 3, 4, 5].map(open);

/** As many axes, of any lengths. */
export const anyLengths = (shape: Shape): Possible => [open(shape.length)];

/** The shape, where only one is possible. */
export function certain(possible: Possible): Shape | null {
  const [only, ...others] = possible;
  return only && others.length === 0 && !only.includes(UNKNOWN) ? only : null;
}

/** The length of the last axis, where all possible shapes agree on it. */
export function lastLength(possible: Possible): Dim {
  const [first, ...others] = new Set(possible.map((shape) => shape.at(-1) ?? null));
  return others.length > 0 || first === undefined || first === UNKNOWN ? null : first;
}

/** A shape after something was done to it an unknown number of times, of which this is one: it decides the features. */
export function afterSome(before: Possible, after: Shape): Possible {
  const [only, ...others] = before;
  if (!only || others.length > 0 || only.length !== after.length) return anyShape;
  return [after.map((length, axis) => (axis === after.length - 1 || length === only[axis] ? length : UNKNOWN))];
}

/** A layer, arguments that are not known left out, on tensors of these shapes. */
export interface Step extends Omit<Applied, "inputs"> {
  readonly params: Params;
  readonly inputs: readonly Possible[];
}

/** The lengths that stand for unknown ones: what comes out the same for both does not depend on them. */
const PROBES = [5040, 5544] as const;
const MOST_COMBINATIONS = 16;
const MOST_RUNS = 64;

/** What each of so many results may be. */
export function possibleAfter(step: Step, results: number): readonly Possible[] {
  const found = combinations(step.inputs).flatMap((inputs) => outcomes(step, inputs));
  return Array.from({ length: results }, (_, i) => distinct(found.flatMap((shapes) => (shapes[i] ? [shapes[i]] : []))));
}

/**
 * Why a layer can be applied to nothing at all, whatever the axes and their lengths: its arguments alone are wrong.
 * Null where it can, or where that depends on what is not known. It is the reason at the axes that the layer reads;
 * other numbers of axes have one reason in common, which speaks of axes.
 */
export function wrongAnyway(step: Step): ShapeProblem | null {
  const reasons = new Map<string, ShapeProblem[]>();
  for (const { length } of anyShape) {
    const [one, other] = PROBES.map((probe) => {
      const inputs = step.inputs.map(() => [null, ...Array<Dim>(length - 1).fill(probe)]);
      const decided = decide(step.params, step.args, (args) => shapesOf({ ...step, inputs, args }));
      return decided.lacks === null && isProblem(decided.value) ? decided.value : null;
    });
    if (!one || one.problem !== other?.problem) return null;
    reasons.set(one.problem, [...(reasons.get(one.problem) ?? []), one]);
  }
  const [[rarest] = [], ...others] = [...reasons.values()].sort((a, b) => a.length - b.length);
  return others.length > 1 ? null : (rarest ?? null);
}

/**
 * Why a layer cannot be applied to tensors of these shapes, whatever the arguments are that are not known. Null where
 * it can, where the reasons are different, or where there are too many ways.
 */
export function wrongWhatever(step: Omit<Step, "inputs"> & Pick<Applied, "inputs">): ShapeProblem | null {
  let runs = 0;
  const reason = (args: Args): ShapeProblem | null => {
    if (++runs > MOST_RUNS) return null;
    const decided = decide(step.params, args, (known) => shapesOf({ ...step, args: known }));
    if (decided.lacks === null) return isProblem(decided.value) ? decided.value : null;
    const { lacks } = decided;
    const options = optionsOf(step.params[lacks]!.kind).flat();
    const [first, ...others] = options.map((value) => reason({ ...args, [lacks]: value }));
    return first && others.every((other) => other?.problem === first.problem) ? first : null;
  };
  return reason(step.args);
}

function distinct(shapes: Possible): Possible {
  const all = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
  return all.length === 0 || all.length > 2 * anyShape.length ? anyShape : all;
}

/** Possible inputs together: all, or where these are too many those of one rank. */
function combinations(inputs: readonly Possible[]): readonly (readonly Shape[])[] {
  if (inputs.reduce((n, possible) => n * possible.length, 1) <= MOST_COMBINATIONS)
    return inputs.reduce<readonly (readonly Shape[])[]>(
      (all, possible) => all.flatMap<readonly Shape[]>((before) => possible.map((shape) => [...before, shape])),
      [[]],
    );
  return anyShape.flatMap(({ length }): readonly (readonly Shape[])[] => {
    const fitting = inputs.map((possible) => possible.find((shape) => shape.length === length));
    return fitting.every((shape) => shape !== undefined) ? [fitting] : [];
  });
}

/** What comes out, for every way in which arguments that are not known could decide it. */
function outcomes(step: Step, inputs: readonly Shape[]): readonly (readonly Shape[])[] {
  let runs = 0;
  const run = (probe: number, args: Args): readonly Shape[] | { readonly lacks: string } | null => {
    const lengths = inputs.map((shape) => shape.map((length) => (length === UNKNOWN ? probe : length)));
    const decided = decide(step.params, args, (known) => shapesOf({ ...step, inputs: lengths, args: known }));
    if (decided.lacks !== null) return decided;
    return isProblem(decided.value) ? (decided.value.anyway ?? null) : decided.value;
  };
  const either = (args: readonly [Args, Args]): readonly (readonly Shape[])[] => {
    if (++runs > MOST_RUNS) return [];
    const [a, b] = [run(PROBES[0], args[0]), run(PROBES[1], args[1])];
    if (a !== null && "lacks" in a) {
      const options = optionsOf(step.params[a.lacks]!.kind);
      return options.flatMap(([x, y]) =>
        either([
          { ...args[0], [a.lacks]: x },
          { ...args[1], [a.lacks]: y },
        ]),
      );
    }
    if (a === null || b === null || "lacks" in b) return [];
    const shapes = a.map((shape, i) => agreed(shape, b[i]));
    return shapes.every((shape) => shape !== null) ? [shapes] : [];
  };
  return either([step.args, step.args]);
}

function agreed(a: Shape, b: Shape | undefined): Shape | null {
  if (b?.length !== a.length) return null;
  return a.map((length, axis) => (length === b[axis] && isLength(length) ? length : UNKNOWN));
}

const isLength = (length: Dim): boolean => typeof length !== "number" || (Number.isSafeInteger(length) && length > 0);

/** Pairs of values for an argument that is not known: what both give alike does not depend on it. None: too many. */
function optionsOf(kind: Kind): readonly (readonly [Value, Value])[] {
  return alternatives(kind).flatMap((one): readonly (readonly [Value, Value])[] => {
    if (one.type === "int" || one.type === "number") return [[2, 3]];
    if (one.type === "bool") return [false, true].map((value) => [value, value]);
    if (one.type === "choice") return one.values.map((value) => [value, value]);
    if (one.type === "size") return [[Array<number>(one.rank).fill(2), Array<number>(one.rank).fill(3)]];
    return [];
  });
}
