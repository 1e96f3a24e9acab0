import { camelCase } from "../../catalog/layer-call.js";

/**
 * What no name in generated code may be: ECMAScript's reserved words in modules, and globals whose hiding would
 * confuse.
 */
const RESERVED = new Set(
  (
    "arguments async await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for " +
    ("function if implements import in instanceof interface let new null of package private protected public " +
      "return static super switch this ") +
    "throw true try typeof undefined var void while with yield NaN Infinity console process globalThis"
  ).split(" "),
);

/** `repeat_1/residual/dense` → `repeat1ResidualDense`; a name that starts with no letter gets one in front. */
function identifierOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== "");
  const joined = camelCase(words.map((word) => word.replace(/^_+|_+$/g, "")).join("_"));
  const lower = joined.charAt(0).toLowerCase() + joined.slice(1);
  return /^[A-Za-z_$]/.test(lower) ? lower : `x${lower}`;
}

export interface Names {
  /**
   * A free identifier near the wanted name; `kind` is what a reserved or taken name gets behind it before numbers are
   * tried.
   */
  take(wanted: string, kind: string): string;
}

/** Hands out every identifier once. `taken`: names that code around already uses. */
export function nameAllocator(taken: Iterable<string>): Names {
  const used = new Set(taken);
  return {
    take(wanted, kind) {
      const base = identifierOf(wanted);
      const free = (name: string): boolean => !used.has(name) && !RESERVED.has(name);
      const named = [base, `${base}${kind}`].find(free) ?? numbered(`${base}${kind}`, free);
      used.add(named);
      return named;
    },
  };
}

function numbered(base: string, free: (name: string) => boolean): string {
  let n = 2;
  while (!free(`${base}${n}`)) n++;
  return `${base}${n}`;
}
