import { partAt } from "../../catalog/kinds/given.js";
import { accept } from "../../catalog/kinds/kinds.js";
import type { Problem } from "../../catalog/kinds/problem.js";
import type { Accepted, Target, Words } from "../../catalog/kinds/reader.js";
import { say, replace, type At } from "../report.js";
import type { Session } from "../session.js";
import type { Const } from "./constant.js";

/** A constant as a parameter's value; what is wrong with it is reported at the part at fault. */
export function acceptConst(session: Session, c: Const, target: Target, words: Words): Accepted {
  const accepted = accept(target, c, words);
  for (const problem of accepted.problems) {
    const { at, given } = placeOf(c, problem);
    const { meant } = problem;
    const place = given ?? at;
    say(session.report, problem, place, {
      fixes: meant === undefined ? [] : [replace(`write ${meant}`, place.span, meant)],
      related: given ? [{ message: `where it is ${target.param}`, span: at.span, path: at.path }] : [],
    });
  }
  return accepted;
}

/** The part at fault; `given`: where it was written, if that is elsewhere. */
function placeOf(c: Const, { path, key }: Problem): { readonly at: At; readonly given?: At | undefined } {
  if (!key) return partAt(c, path);
  const map = partAt(c, path.slice(0, -1));
  const entry = map.is === "map" ? map.entries[path.at(-1)!] : undefined;
  return { at: entry?.keyAt ?? map.at };
}
