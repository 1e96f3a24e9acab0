import { nameOf } from "../../catalog/kinds/given.js";
import { isNothing } from "../../catalog/kinds/reader.js";
import { fewOf, findWord, isPlanned, spellingsOf } from "../../catalog/lookup.js";
import { missingFromKeras } from "../../catalog/keras/missing.js";
import type { ValueFamily } from "../../catalog/param.js";
import type { Word } from "../../catalog/word.js";
import { suggest } from "../../text/suggest.js";
import { replace, reportMissing } from "../report.js";
import type { Session } from "../session.js";
import type { Const } from "../values/constant.js";
import type { Callee } from "./callee.js";
import { kerasClass } from "./keras-names.js";
import { lookUp, visible } from "./scope.js";

const callees = new WeakMap<Word, Callee>();

/** How the arguments of a word in a value's place are bound. */
export function valueCallee(word: Word): Callee {
  const known = callees.get(word);
  if (known) return known;
  const renamed = word.renamed ? { renamed: word.renamed } : {};
  const regularizes = word.family === "layer" ? { regularizes: word.regularizes ?? [] } : {};
  const callee: Callee = { name: word.name, params: word.params, allPositional: true, ...renamed, ...regularizes };
  callees.set(word, callee);
  return callee;
}

/** What a name in a word's place stands for; `sound`: it is written so. */
export type WordMeant =
  | { readonly is: "word"; readonly word: Word; readonly spelling: string; readonly sound: boolean }
  /** A value of the spec's own. */
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "none" };

/**
 * The word of a family that a value names. One that is none is reported, and the nearest taken for it; null where
 * nothing is near, or the word is not in this version.
 */
export function wordMeant(
  session: Session,
  family: ValueFamily,
  c: Const & { readonly is: "word" | "text" },
  nullable: boolean,
): WordMeant | null {
  const name = nameOf(c)!;
  const word: Word | undefined = findWord(family, name);
  if (word === undefined) {
    const near = unknownWord(session, family, c, nullable);
    if (near === undefined || near === "none") return near === undefined ? null : { is: near };
    const meant: Word | undefined = findWord(family, near);
    if (meant === undefined) return { is: "name", name: near };
    return isPlanned(meant) ? null : { is: "word", word: meant, spelling: near, sound: false };
  }
  const at = c.is === "word" ? c.nameAt : c.at;
  session.facts.noteWord({ at, family, word: word.name });
  if (isPlanned(word)) {
    session.report("names/not-supported", { what: `\`${word.name}\`` }, at);
    return null;
  }
  const own = c.is === "word" ? lookUp(c.scope, name) : undefined;
  if (own) session.names.usage.use(own.name);
  return { is: "word", word, spelling: name, sound: true };
}

/** Reports it, and gives what is nearest. */
function unknownWord(
  session: Session,
  family: ValueFamily,
  c: Const & { readonly is: "word" | "text" },
  nullable: boolean,
): string | undefined {
  const name = nameOf(c)!;
  const at = c.is === "word" && c.nameAt.path === c.at.path && c.args !== null ? c.nameAt : c.at;
  const known = kerasClass(name, [family]);
  if (known) {
    session.report("names/keras-class", { written: name, name: known }, at, {
      fixes: [replace(`write ${known}`, at.span, known)],
    });
    return known;
  }
  const missing = missingFromKeras(name, [family]);
  if (missing) {
    reportMissing(session.report, missing, at);
    return undefined;
  }
  const own = c.is === "word" ? visible(c.scope, (e) => e.is === "let" || e.is === "value") : [];
  const nothing = nullable && c.is === "word" && isNothing(name);
  const near = nothing ? "none" : suggest(name, [...spellingsOf(family), ...own]);
  session.report(
    "names/unknown-value",
    { name, family, suggestion: near, few: fewOf(family) },
    at,
    near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
  );
  return near;
}
