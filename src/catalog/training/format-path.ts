const PLACEHOLDER = /\{(\w+)(?::(0?)(\d*)(?:\.(\d+)f|(d)|f)?)?\}/g;

/**
 * A checkpoint's path: `{epoch}` (from 1) and logged values by name, with Python's `:02d`, `:5d`, `:.3f` and `:f`.
 * Throws where a name was not logged, as Keras does.
 */
export const formatPath = (pattern: string, values: Readonly<Record<string, number>>): string =>
  pattern.replace(
    PLACEHOLDER,
    (whole: string, name: string, zero: string, width: string, digits: string | undefined) => {
      const value = values[name];
      if (value === undefined)
        throw new Error(
          `the path "${pattern}" asks for ${name}, which is not logged; logged are ${Object.keys(values).join(", ")}`,
        );
      const text =
        digits !== undefined ? fixed(value, Number(digits)) : whole.endsWith("f}") ? fixed(value, 6) : String(value);
      return text.padStart(Number(width || 0), zero === "0" ? "0" : " ");
    },
  );

/** Python's `:.1f`: of two numbers that are as near the even one, where JavaScript takes the larger. */
function fixed(value: number, digits: number): string {
  const [whole, rest] = value.toFixed(Math.min(100, digits + 60)).split(".") as [string, string];
  const halfway = /^50*$/.test(rest.slice(digits));
  const cut = digits === 0 ? whole : `${whole}.${rest.slice(0, digits)}`;
  return halfway && Number(cut.at(-1)) % 2 === 0 ? cut : value.toFixed(digits);
}

/** A piece in braces that `formatPath` does not understand, or null. */
export const formatProblem = (pattern: string): string | null => {
  const rest = pattern.replace(PLACEHOLDER, "").match(/[{}][^{}]*\}?/);
  return rest ? `"${rest[0]}" is no placeholder: write {epoch}, {epoch:02d}, {val_loss:.3f}` : null;
};
