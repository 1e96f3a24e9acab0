import { layerOf } from "./activation-layer.js";
import { words } from "./index.generated.js";
import type { Family, Word } from "./word.js";

/**
 * The member of `Word` whose family may be F; `Extract` would lose the words that share one type (splits and sources).
 */
type WordOf<F extends Family, W extends Word = Word> = W extends { readonly family: infer G }
  ? F extends G
    ? W
    : never
  : never;

const families = new Map<Family, Map<string, Word>>();
const spellings = new Map<Family, Map<string, Word>>();
for (const word of words) register(word);
// Every activation is also a layer, unless a layer has the name.
for (const word of words)
  if (word.family === "activation" && !spellings.get("layer")?.has(word.name)) register(layerOf(word));

function register(word: Word): void {
  put(families, word.family, word.name, word);
  for (const spelling of [word.name, ...(word.aliases ?? [])]) put(spellings, word.family, spelling, word);
}

function put(map: Map<Family, Map<string, Word>>, family: Family, name: string, word: Word): void {
  const names = map.get(family) ?? new Map<string, Word>();
  map.set(family, names.set(name, word));
}

/** The word of a family by canonical name or alias. */
export const findWord = <F extends Family>(family: F, spelling: string): WordOf<F> | undefined =>
  spellings.get(family)?.get(spelling) as WordOf<F> | undefined;

/** The word of a family by canonical name; for names that come out of the IR. */
export function wordNamed<F extends Family>(family: F, name: string): WordOf<F> {
  const found = families.get(family)?.get(name);
  if (!found) throw new Error(`no ${family} is named ${name}`);
  return found as WordOf<F>;
}

/** All words of a family, by canonical name, in alphabetical order of their files. */
export const wordsOf = <F extends Family>(family: F): readonly WordOf<F>[] =>
  [...(families.get(family)?.values() ?? [])] as WordOf<F>[];

/** Whether a word is understood and refused: this version has it not. */
export const isPlanned = (word: Word): boolean => "planned" in word && word.planned === true;

/** Every spelling (names and aliases) of a family that can be used, for did-you-mean and completion. */
export const spellingsOf = (family: Family): readonly string[] =>
  [...(spellings.get(family) ?? [])].flatMap(([spelling, word]) => (isPlanned(word) ? [] : [spelling]));

/** The same of a family that is so small that a message can name all of them; else none. */
export function fewOf(family: Family): readonly string[] {
  const all = spellingsOf(family);
  return all.length <= 5 ? all : [];
}
