import { spellingsOf } from "../../catalog/lookup.js";
import { defineLint } from "./lint.js";

/** Words hidden by names. */
export const hiddenWord = defineLint({
  kinds: {
    "lints/hidden-word": {
      severity: "warning",
      message: ({ name }: { name: string }) => `\`${name}\` is also a word of the vocabulary, which this name hides`,
      explain: "Own names come first, so that new words never change an old file. Another name avoids the confusion.",
      bad: "let dropout = 3\nmodel m { input 4; dense dropout }",
      good: "let n = 3\nmodel m { input 4; dense n }",
    },
  },
  ofFile: ({ session }, report) => {
    const layers = new Set(spellingsOf("layer"));
    for (const { name, target } of session.facts.references)
      if (layers.has(name) && target.path === session.file.root) report("lints/hidden-word", { name }, target);
  },
});
