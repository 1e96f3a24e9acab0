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
    const at = placeOf(c, problem);
    const { meant } = problem;
    say(session.report, problem, at, meant === undefined ? {} : { fixes: [replace(`write ${meant}`, at.span, meant)] });
  }
  return accepted;
}

function placeOf(c: Const, { path, key }: Problem): At {
  if (!key) return partAt(c, path).at;
  const map = partAt(c, path.slice(0, -1));
  const entry = map.is === "map" ? map.entries[path.at(-1)!] : undefined;
  return entry?.keyAt ?? map.at;
}
