import type { Problem } from "../../columns/problem.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";

/** Problems whose messages can name further columns. */
type Shared = Extract<Problem, { readonly params: { readonly also?: readonly string[] } }>;
const shared: Readonly<Record<Shared["code"], true>> = {
  "data/constant-target": true,
  "data/missing-values": true,
  "data/stray-text": true,
  "data/not-numbers": true,
  "data/unused-units": true,
  "data/column-type": true,
  "data/list-length": true,
  "data/target-range": true,
  "data/target-converted": true,
  "data/too-many-categories": true,
};
const isShared = (problem: Problem): problem is Shared => Object.hasOwn(shared, problem.code);

/** Reports what was found of columns. */
export interface ColumnReports {
  /** The same code at the same place again only adds its column to the message. */
  readonly add: (problem: Problem, at: At) => void;
  /** Says all of it, in the order in which it was found first. */
  readonly done: () => void;
}

/**
 * A file can have thousands of columns with the same fault, and one place of the text that stands for all of them:
 * there they are one diagnostic that counts them and names the first few.
 */
export function columnReports(session: Session): ColumnReports {
  const found: { readonly problem: Problem; readonly at: At; readonly also: string[] }[] = [];
  const places = new Map<string, (typeof found)[number]>();
  return {
    add: (problem, at) => {
      const output = "output" in problem.params ? problem.params.output : "";
      const key = [problem.code, at.path, at.span.start, at.span.end, output].join("\u0000");
      const before = isShared(problem) ? places.get(key) : undefined;
      if (before) return void before.also.push((problem as Shared).params.column);
      const entry = { problem, at, also: [] };
      found.push(entry);
      places.set(key, entry);
    },
    done: () => {
      for (const { problem, at, also } of found)
        session.report(problem.code, { ...problem.params, ...(also.length > 0 && { also }) }, at);
    },
  };
}
