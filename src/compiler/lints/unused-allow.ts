import { defineLint } from "./lint.js";

/** Allowances that silence nothing; `applyAllowances` knows, after everything else was said. */
export const unusedAllow = defineLint({
  kinds: {
    "lints/unused-allow": {
      severity: "warning",
      message: ({ name }: { name: string }) => `nothing here gives the warning ${name}: remove the allow`,
      explain: "An allowance that silences nothing is out of date, or stands below what it was meant for.",
      bad: 'allow unused_name "kept"\nmodel m { input 4; dense 1 }',
      good: "model m { input 4; dense 1 }",
    },
  },
});
