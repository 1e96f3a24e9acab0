import { findWord, spellingsOf } from "../../catalog/lookup.js";
import { missingFromKeras } from "../../catalog/keras/missing.js";
import type { Item, Statement } from "../../parser/ast.js";
import { closest, suggest } from "../../text/suggest.js";
import { kerasClass } from "../names/keras-names.js";
import { lookUp, visible } from "../names/scope.js";
import { replace, reportMissing } from "../report.js";
import { atWord, type Frame } from "./frame.js";

/** All that a statement in a model can begin with. */
const candidatesIn = (f: Frame): readonly string[] => [
  ...spellingsOf("layer"),
  ...spellingsOf("structure"),
  ...visible(f.scope, (e) => e.is === "block" || e.is === "model"),
];

/** The word that is clearly meant by one that is none. */
function meantBy(f: Frame, name: string): string | undefined {
  const known = kerasClass(name, ["layer", "structure"]);
  if (known || missingFromKeras(name, ["layer"]) || findWord("callback", name)) return known;
  return closest(name, candidatesIn(f));
}

/** Says of a statement's word what may be meant; gives the word that clearly is. */
export function unknownWord(f: Frame, s: Statement): string | undefined {
  const at = atWord(f, s);
  const name = s.word.text;
  const known = kerasClass(name, ["layer", "structure"]);
  const missing = known ? null : missingFromKeras(name, ["layer"]);
  if (known)
    f.session.report("names/keras-class", { written: name, name: known }, at, {
      fixes: [replace(`write ${known}`, at.span, known)],
    });
  else if (missing) reportMissing(f.session.report, missing, at);
  else if (findWord("callback", name)) f.session.report("names/misplaced", { word: name, place: "train { … }" }, at);
  else {
    const near = suggest(name, candidatesIn(f));
    f.session.report(
      "names/unknown-word",
      { name, suggestion: near, where: "a model" },
      at,
      near ? { fixes: [replace(`write ${near}`, at.span, near)] } : {},
    );
  }
  return meantBy(f, name);
}

/** The role of a statement's structure word, also a misspelled one, unless an own block or model has its name. */
export function roleOf(f: Frame, item: Item): string | null {
  if (item.kind !== "statement") return null;
  const name = item.word.text;
  const own = lookUp(f.scope, name);
  if (own && own.is !== "tensor") return null;
  const word = findWord("structure", name);
  if (word || findWord("layer", name)) return word?.role ?? null;
  const meant = meantBy(f, name);
  return (meant === undefined ? undefined : findWord("structure", meant))?.role ?? null;
}

/** Whether its word is one of the vocabulary. */
export const isSpelled = (s: Statement): boolean => findWord("structure", s.word.text) !== undefined;
