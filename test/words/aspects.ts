import type { LayerWord } from "../../src/catalog/word.js";
import { Graph } from "../../src/program/graph.js";
import { ROWS, valueOfLength } from "../../src/tensor/lengths.js";
import type { Dim, DType, Shape, Tensor } from "../../src/tensor/ops.js";
import { distance, fault } from "./compare.js";
import { differenceFault } from "./differences.js";
import { runEagerly, totalEagerly, type Result } from "./eager.js";
import type { LayerCase } from "./layer-case.js";
import { completeArgs, declaredBy, type Declared } from "./one-layer.js";
import { recordCase } from "./recorded.js";

/** What is wrong with a word by one case: sentences, none where all is right. Each aspect is one such function. */
export type Faults = readonly string[];

const VALUE = 3e-6;
const GRADIENT = 2e-5;
/** Two engines add up in other orders. */
const ENGINES = 2e-5;

const found = (faults: readonly (string | null)[]): Faults => faults.filter((f) => f !== null);

const openRows = (shape: readonly number[]): Shape => [null, ...shape.slice(1)];

/** What the word declares for the inputs of a case, with these shapes. */
export function declaredFor(word: LayerWord, c: LayerCase, shapeOf: (shape: readonly number[]) => Shape) {
  return declaredBy(word, {
    args: { ...completeArgs(word, c.args), ...c.call },
    ...(c.named && { named: c.named }),
    inputs: c.inputs.map((x) => shapeOf(x.shape)),
    dtypes: c.inputs.map((x): DType => x.dtype ?? "float32"),
    masks: c.inputs.map((_, i) => (c.masks?.[i] ? shapeOf(c.masks[i].shape) : null)),
  });
}

const dimsText = (shape: Shape | null): string => (shape === null ? "none" : `[${shape.map((d) => d ?? "_").join()}]`);

/** Shapes, dtypes, masks and weights are declared as the golden has them, for known and for unknown rows. */
export function declarationFaults(word: LayerWord, c: LayerCase): Faults {
  const known = declaredFor(word, c, (shape) => shape);
  const open = declaredFor(word, c, openRows);
  if ("problem" in known) return [`is refused: ${known.problem}`];
  if ("problem" in open) return [`is refused for unknown rows: ${open.problem}`];
  const same = (what: string, got: Declared, of: (shape: readonly number[]) => Shape): readonly (string | null)[] => [
    ...c.outputs.flatMap((y, i) => [
      unequal(`${what} shape of result ${i}`, dimsText(got.shapes[i] ?? null), dimsText(of(y.shape))),
      unequal(`${what} dtype of result ${i}`, got.dtypes[i] ?? "none", y.dtype ?? "float32"),
      unequal(
        `${what} mask of result ${i}`,
        dimsText(got.masks[i] ?? null),
        dimsText(c.outMasks[i] ? of(c.outMasks[i].shape) : null),
      ),
    ]),
    unequal(`${what} number of results`, String(got.shapes.length), String(c.outputs.length)),
    unequal(
      `${what} weights`,
      JSON.stringify(got.weights.map(({ name, shape, trainable }) => [name, shape, trainable ?? true])),
      JSON.stringify(c.weights.map(({ name, shape, state }) => [name, shape, !state])),
    ),
  ];
  return found([...same("declared", known, (s) => s), ...same("for unknown rows declared", open, openRows)]);
}

const unequal = (what: string, got: string, want: string): string | null =>
  got === want ? null : `${what} is ${got}, not ${want}`;

/**
 * Where lengths are open the shape rule refuses, or says what they become: with the lengths that the inputs turn out to
 * have, that is the shape of the result. Axes of one length have one name.
 */
export function openAxisFaults(word: LayerWord, c: LayerCase): Faults {
  const rank = Math.max(...c.inputs.map((x) => x.shape.length));
  const unknown = [
    ...Array.from({ length: rank - 1 }, (_, i) => [i + 1]),
    Array.from({ length: rank - 1 }, (_, i) => i + 1),
  ];
  const rows = c.inputs[0]!.shape[0]!;
  const lengthOf = (d: Dim): number =>
    valueOfLength(d, {
      number: (n) => n,
      named: (name) => (name === ROWS ? rows : Number(name.slice("x.".length))),
      add: (x, y) => x + y,
      multiply: (x, y) => x * y,
      floorDivide: (x, y) => Math.floor(x / y),
    });
  return found(
    unknown.flatMap((axes) => {
      const got = declaredFor(word, c, (shape) =>
        shape.map((d, i): Dim => (i === 0 ? null : axes.includes(i) ? `x.${d}` : d)),
      );
      if ("problem" in got) return [];
      return c.outputs.map((y, i) =>
        unequal(`with open axes ${axes.join()} declared`, dimsText(got.shapes[i]!.map(lengthOf)), dimsText(y.shape)),
      );
    }),
  );
}

/** Results, masks, penalties, state and gradients are the golden's. */
export function resultFaults(c: LayerCase, got: Result, tolerances = { value: VALUE, gradient: GRADIENT }): Faults {
  const { value, gradient } = tolerances;
  const after = c.after ?? {};
  const floats = c.inputs.flatMap((x, i) => (x.dtype === undefined ? [i] : []));
  const names = c.trainable === false ? [] : c.weights.filter((w) => !w.state).map((w) => w.name);
  return found([
    unequal("number of results", String(got.outputs.length), String(c.outputs.length)),
    ...c.outputs.map((y, i) => fault(`result ${i}`, got.outputs[i] ?? null, y, value)),
    ...c.outMasks.map((m, i) => fault(`mask ${i}`, got.masks[i] ?? null, m, 0)),
    unequal("state", Object.keys(got.assigned).join(), Object.keys(after).join()),
    ...Object.entries(after).map(([name, v]) => fault(name, got.assigned[name] ?? null, v, value)),
    unequal("number of penalties", String(got.losses.length > 0), String((c.losses ?? []).length > 0)),
    distance("penalty", [sum(got.losses.map((l) => l.data[0]!))], [sum(c.losses ?? [])], value),
    ...(c.gradients
      ? [...floats.map((i) => c.gradients!.inputs[i]!), ...names.map((n) => c.gradients!.weights[n]!)]
      : []
    ).map((g, i) => fault(`gradient ${i}`, got.gradients[i] ?? null, g, gradient)),
  ]);
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);

/** On the layers engine: Keras's numbers, and gradients that are the slopes of the results. */
export function valueFaults(word: LayerWord, c: LayerCase): Faults {
  const got = runEagerly(word, c);
  const faults = resultFaults(c, got);
  if (faults.length > 0 || got.gradients.length === 0 || c.kinked !== undefined) return faults;
  return found([differenceFault(c, got.gradients, (moved) => totalEagerly(word, moved))]);
}

/** What the graph engine records has the shapes, dtypes and masks that are declared, for known and for open rows. */
export function recordingFaults(word: LayerWord, c: LayerCase): Faults {
  return [false, true].flatMap((open) => {
    const declared = declaredFor(word, c, open ? openRows : (shape) => shape);
    if ("problem" in declared) return [];
    const { applied } = recordCase(new Graph(), word, c, { open });
    const shaped = (x: Tensor | null): string => (x ? `${x.dtype} ${dimsText(x.shape)}` : "none");
    const rows = open ? "open" : "known";
    return found([
      ...declared.shapes.map((shape, i) =>
        unequal(
          `recorded for ${rows} rows, result ${i}`,
          shaped(applied.outputs[i] ?? null),
          `${declared.dtypes[i]} ${dimsText(shape)}`,
        ),
      ),
      ...declared.masks.map((shape, i) =>
        unequal(
          `recorded for ${rows} rows, mask ${i}`,
          shaped(applied.masks[i] ?? null),
          shape ? `bool ${dimsText(shape)}` : "none",
        ),
      ),
    ]);
  });
}

/** Two engines' results are the same. */
export function agreementFaults(got: Result, want: Result): Faults {
  const lists = [
    ["result", got.outputs, want.outputs],
    ["mask", got.masks, want.masks],
    ["state", Object.values(got.assigned), Object.values(want.assigned)],
    ["penalty", got.losses, want.losses],
    ["gradient", got.gradients, want.gradients],
  ] as const;
  return found(
    lists.flatMap(([what, ours, theirs]) => [
      unequal(`number of ${what}s`, String(ours.length), String(theirs.length)),
      ...theirs.map((x, i) => {
        if (x === null || ours[i] == null) return x === (ours[i] ?? null) ? null : `only one engine has a ${what} ${i}`;
        return fault(
          `${what} ${i}`,
          ours[i],
          { ...x, shape: x.shape as number[], data: Array.from(x.data), dtype: x.dtype as DType },
          ENGINES,
        );
      }),
    ]),
  );
}
