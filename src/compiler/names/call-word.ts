import { findWord } from "../../catalog/lookup.js";
import type { ValueFamily } from "../../catalog/param.js";
import type { Word } from "../../catalog/word.js";
import type { Value, WordCall } from "../../ir/value.js";
import { lookUp } from "./scope.js";
import type { Session } from "../session.js";
import type { Const } from "../values/constant.js";
import { bind } from "./bind.js";
import type { Callee } from "./callee.js";
import { complete } from "./complete.js";
import { wordingOf } from "./wording.js";

const callees = new WeakMap<Word, Callee>();

function calleeOf(word: Word): Callee {
  let callee = callees.get(word);
  if (!callee)
    callees.set(
      word,
      (callee = {
        name: word.name,
        params: word.params,
        allPositional: true,
        ...(word.renamed ? { renamed: word.renamed } : {}),
        ...(word.family === "layer" ? { regularizes: word.regularizes ?? [] } : {}),
      }),
    );
  return callee;
}

/** A word of the vocabulary in a value's place, all its defaults expanded. */
export function callWord(session: Session, family: ValueFamily, c: Const & { is: "word" }): WordCall | undefined {
  const word = findWord(family, c.name)!;
  session.facts.words.push({ at: c.nameAt, family, word: word.name });
  if ("planned" in word && word.planned) {
    session.report("names/not-supported", { what: `\`${word.name}\`` }, c.nameAt);
    return undefined;
  }
  const own = lookUp(c.scope, c.name);
  if (own) session.usage.use(own.name, own.path);
  const callee = calleeOf(word);
  const bound = bind(session, callee, c.args ?? [], [], c.scope, c.nameAt);
  const args: Record<string, Value> | null = complete(session, callee, bound, c.nameAt);
  if (bound.pending) session.pending ??= c.at;
  if (args === null) return undefined;
  const sentence =
    word.family === "optimizer" || word.family === "schedule" || word.family === "loss" || word.family === "layer"
      ? (word.check?.(args) ?? null)
      : null;
  if (sentence !== null) {
    session.report("arguments/combination", { word: word.name, sentence }, c.nameAt);
    return undefined;
  }
  const call: WordCall = { word: word.name, args };
  const wording = wordingOf(bound, { params: word.params });
  if (wording) session.wordings.set(call, wording);
  session.spelled.set(call, { text: c.args === null ? c.name : null, at: c.at });
  return call;
}
