import type { TargetRule } from "../word.js";

/** What is known of the numbers of a target. */
export interface TargetNumbers {
  readonly min: number;
  readonly max: number;
  /** Whether a number is among them; null: not known. */
  readonly has: (x: number) => boolean | null;
}

/** The first rule of a loss that its targets break; null: none, as far as is known. */
export function brokenRule(rules: readonly TargetRule[] = [], { min, max, has }: TargetNumbers): TargetRule | null {
  return (
    rules.find(
      (rule) =>
        min < (rule.min ?? -Infinity) || max > (rule.max ?? Infinity) || (rule.not !== undefined && has(rule.not)),
    ) ?? null
  );
}

/** `0 to 1`, `at least 0`, `other than 0`: what a rule allows. */
export function allowedBy({ min, max, not }: TargetRule): string {
  if (not !== undefined) return `numbers other than ${not}`;
  if (min !== undefined && max !== undefined) return `numbers from ${min} to ${max}`;
  return min !== undefined ? `numbers of at least ${min}` : `numbers of at most ${max}`;
}
