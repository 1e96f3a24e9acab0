/** What the classes of a target are known by. */
export interface Classes {
  /** Text labels in the order of their indices, null: labels are numbers. */
  readonly labels: readonly string[] | null;
  /** How many indices there are; null: the numbers of the target are all there is. */
  readonly count: number | null;
  /** The different numbers of the target as text, where there is no count; null: not known. */
  readonly values: readonly string[] | null;
}

/**
 * The index of the class that a key of `class_weight` means: a label, or an index as in Keras. Null: there is no such
 * class; undefined: not known.
 */
export function classOf(key: string, { labels, count, values }: Classes): number | null | undefined {
  const named = labels?.indexOf(key) ?? -1;
  if (named >= 0) return named;
  const index = key.trim() === "" ? NaN : Number(key);
  if (!Number.isInteger(index)) return null;
  const most = labels?.length ?? count;
  if (most !== null) return index >= 0 && index < most ? index : null;
  if (values === null) return undefined;
  return values.some((value) => Number(value) === index) ? index : null;
}

/** The names that a key may have, for did-you-mean and messages. */
export const classNames = ({ labels, count, values }: Classes): readonly string[] =>
  labels ?? (count === null ? (values ?? []) : Array.from({ length: Math.min(count, 20) }, (_, i) => String(i)));
