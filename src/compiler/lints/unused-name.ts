import { defineLint } from "./lint.js";

/** Names that nothing uses. Where something is wrong, a name may have been meant by what is misspelled. */
export const unusedName = defineLint({
  kinds: {
    "lints/unused-name": {
      severity: "warning",
      message: ({ name, what }: { name: string; what: string }) => `the ${what} \`${name}\` is never used`,
      explain: "Remove it, or use it. Often the name where it was meant is misspelled.",
      bad: "let n = 3\nmodel m { input 4; dense 8 }",
      good: "let n = 3\nmodel m { input 4; dense n }",
    },
  },
  ofFile: ({ session, sound }, report) => {
    for (const { ident, path, what } of sound ? session.names.usage.unused() : []) {
      if (path === session.file.root)
        report("lints/unused-name", { name: ident.text, what }, { path, span: ident.span, node: ident });
    }
  },
});
