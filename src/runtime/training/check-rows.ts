import { wordNamed } from "../../catalog/lookup.js";
import { allowedBy, brokenRule } from "../../catalog/training/broken-rule.js";
import type { LossWord } from "../../catalog/word.js";
import { countsFor } from "../../columns/lay-out.js";
import { problem } from "../../columns/problem.js";
import { dataCodes } from "../../diagnostics/codes/data.js";
import type { StoredShape } from "../../ir/ir.js";
import type { WordCall } from "../../ir/value.js";
import type { NdArray, Rows } from "../data/dataset.js";
import { failureOf } from "../data/fail.js";

export interface OutputShape {
  readonly name: string;
  /** Rows first. */
  readonly shape: StoredShape;
}

/**
 * Looks whether the targets of an output are what its loss compares: as many numbers as the output has, and numbers
 * that the loss is defined for. `isText`: they were labels of text, which are numbered as the loss needs them.
 * @returns sentences about targets that the loss clips or converts, as Keras does
 * @throws Failure for targets of which the loss has no meaning
 */
export function targetWarnings(
  output: OutputShape,
  loss: WordCall,
  isText: boolean,
  parts: readonly Rows[],
): readonly string[] {
  const word = wordNamed("loss", loss.word);
  const targets = parts.flatMap((rows) => rows.targets[output.name] ?? []);
  for (const target of targets) requireShape(output, word, target);
  if (isText || targets.length === 0) return [];
  if (word.target === "index") {
    requireLabels(output, word, loss, targets);
    return [];
  }
  const [min, max] = rangeOf(targets);
  const has = (x: number): boolean => targets.some(({ data }) => data.includes(x));
  const rule = brokenRule(word.targets, { min, max, has });
  if (rule === null) return [];
  const column = `the target of ${output.name}`;
  const params = { column, min, max, loss: word.name, allowed: allowedBy(rule), then: rule.then };
  if (rule.outside === "error") throw failureOf(problem("data/target-range", params), null);
  return [dataCodes["data/target-converted"].message(params)];
}

function rangeOf(targets: readonly NdArray[]): readonly [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const { data } of targets)
    for (let i = 0; i < data.length; i++) {
      const x = data[i]!;
      if (x < min) min = x;
      if (x > max) max = x;
    }
  return [min, max];
}

/** Keras brings shapes to one rank where the last size is 1; anything else would be repeated by broadcasting. */
function requireShape({ name, shape }: OutputShape, word: LossWord, target: NdArray): void {
  const [wanted, given] = [shape.slice(1), target.shape.slice(1)];
  const positions = wanted.slice(0, -1);
  const fits =
    word.target === "index"
      ? same(positions, given) || same([...positions, 1], given)
      : same(wanted, given) || same([...wanted, 1], given) || (wanted.at(-1) === 1 && same(positions, given));
  if (fits) return;
  const found = given.reduce((n, size) => n * size, 1);
  const fit = `${countsFor(word.target === "index" ? positions : wanted)} in that shape`;
  const params = { column: `the target of ${name}`, columns: 1, found, output: name, shape: wanted, fits: fit };
  throw failureOf(problem("data/target-width", params), null);
}

const same = (wanted: StoredShape, given: readonly number[]): boolean =>
  wanted.length === given.length && wanted.every((size, i) => size === null || size === given[i]);

/** Class numbers that have no unit would be answered with zeros, as if no class were right. */
function requireLabels(output: OutputShape, word: LossWord, loss: WordCall, targets: readonly NdArray[]): void {
  const units = word.output === "any" ? null : (output.shape.at(-1) ?? null);
  const ignored = word.ignored?.(loss.args as never) ?? null;
  for (const { data } of targets)
    for (let i = 0; i < data.length; i++) {
      const label = data[i]!;
      if (label === ignored || (Number.isInteger(label) && label >= 0 && (units === null || label < units))) continue;
      const params = {
        column: `the target of ${output.name}`,
        found: String(label),
        classes: units,
        output: output.name,
      };
      throw failureOf(problem("data/label-range", params), null);
    }
}
