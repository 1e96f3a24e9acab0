/** Rules of our own for ESLint. */
import { builtinRules } from "eslint/use-at-your-own-risk";

/** A comment that switches a rule off names it and says, after ` -- `, why it does not hold there. */
const reasonedDisable = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      rule: "the eslint-disable of line {{line}} names no rule, and so switches all of them off",
      reason: "the eslint-disable of line {{line}} gives no reason; write it after ` -- `",
    },
  },
  create: ({ sourceCode, report }) => ({
    Program() {
      for (const { value, loc } of sourceCode.getAllComments()) {
        const directive = /^\s*eslint-disable(?:-next-line|-line)?(?![\w-])(?<rules>.*?)(?:\s--(?<reason>.*))?$/s;
        const said = directive.exec(value)?.groups;
        // Reported before the first line: where the comment stands it would silence what is said of it.
        const problem = (messageId) => ({ loc: { line: 0, column: 0 }, messageId, data: { line: loc.start.line } });
        if (said && said.rules.trim() === "") report(problem("rule"));
        if (said && !said.reason?.trim()) report(problem("reason"));
      }
    },
  }),
};

/** The name a call begins with: `describe` of `describe.skipIf(…)("…", () => {})`. */
function calledName(callee) {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "CallExpression") return calledName(callee.callee);
  return callee.type === "MemberExpression" ? calledName(callee.object) : null;
}

/** Whether a function is what `describe` calls: a page of tests, no function to be read in one go. */
const isPage = ({ parent }) => parent.type === "CallExpression" && calledName(parent.callee) === "describe";

const maxLines = builtinRules.get("max-lines-per-function");

/** ESLint's `max-lines-per-function` for tests: pages of tests may be as long as a file. */
const maxLinesPerTest = {
  meta: maxLines.meta,
  create(context) {
    const report = (problem) => {
      if (!isPage(problem.node)) context.report(problem);
    };
    return maxLines.create(Object.create(context, { report: { value: report } }));
  },
};

export const rules = { "reasoned-disable": reasonedDisable, "max-lines-per-function": maxLinesPerTest };
