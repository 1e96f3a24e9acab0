/**
 * Everything that is generated from the catalogue, the codes and the tokens: path → text. Pure; `scripts/generate.mjs`
 * writes it.
 */
import { diagnosticsPage } from "./diagnostics-page.js";
import { diagnosticsSchema } from "./diagnostics-schema.js";
import { ebnf } from "./ebnf.js";
import { missingNames } from "./missing-names.js";
import { referencePages } from "./reference-pages.js";
import { textMateGrammar } from "./textmate-grammar.js";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const generated = (): Readonly<Record<string, string>> => ({
  ...referencePages(),
  "src/catalog/keras/missing.generated.ts": missingNames(),
  "docs/reference/diagnostics.md": diagnosticsPage(),
  "grammar/regnet.ebnf": ebnf(),
  "grammar/regnet.tmLanguage.json": json(textMateGrammar()),
  "grammar/diagnostics.schema.json": json(diagnosticsSchema()),
});
