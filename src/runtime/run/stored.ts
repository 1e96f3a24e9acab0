/** What is wrong with a value read from outside, as the end of a sentence that begins with its place; null: nothing. */
export type Check = (value: unknown, at: string) => string | null;

const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, at) =>
    test(value) ? null : `${at} is not ${what}`;

export const text = is("a text", (v) => typeof v === "string");
export const number = is("a finite number", Number.isFinite);
export const flag = is("true or false", (v) => typeof v === "boolean");
export const count = is("a whole number from 0", (v) => Number.isSafeInteger(v) && (v as number) >= 0);
export const positive = is("a whole number from 1", (v) => Number.isSafeInteger(v) && (v as number) >= 1);
export const oneOf = (...values: readonly unknown[]): Check =>
  is(`one of ${values.join(", ")}`, (v) => values.includes(v));

export const nullable =
  (of: Check): Check =>
  (value, at) =>
    value === null ? null : of(value, at);
export const either =
  (...of: readonly Check[]): Check =>
  (value, at) =>
    of.some((check) => check(value, at) === null) ? null : of[0]!(value, at);

const first = (faults: Iterable<string | null>): string | null => {
  for (const fault of faults) if (fault !== null) return fault;
  return null;
};

export const list =
  (of: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? first(value.map((item, i) => of(item, `${at}[${i}]`))) : `${at} is not a list`;

export const record =
  (of: Check): Check =>
  (value, at) =>
    isObject(value)
      ? first(Object.entries(value).map(([key, item]) => of(item, `${at}.${key}`)))
      : `${at} is not an object`;

/** `maybe` fields may be absent; fields of no name are refused. */
export const object =
  (fields: Readonly<Record<string, Check>>, maybe: Readonly<Record<string, Check>> = {}): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at} is not an object`;
    const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key) && !Object.hasOwn(maybe, key));
    if (unknown !== undefined) return `${at} has a field ${unknown}, which is none of its fields`;
    const there = Object.entries(maybe).filter(([key]) => Object.hasOwn(value, key));
    return first([...Object.entries(fields), ...there].map(([key, check]) => check(value[key], `${at}.${key}`)));
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
