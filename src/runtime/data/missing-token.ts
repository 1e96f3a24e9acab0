/**
 * Texts that stand for "no value" in CSV and TSV, quoted or not: pandas' list (`read_csv`, `na_values`), so that a file
 * means here what its author saw there. Missing values are refused or imputed by name, never dropped silently, so a
 * category that is really called `None` is noticed.
 */
export const MISSING_TOKENS: readonly string[] = [
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
];

const tokens = new Set(MISSING_TOKENS);

export const LONGEST_TOKEN = Math.max(...MISSING_TOKENS.map((token) => token.length));

export const isMissingToken = (text: string): boolean => tokens.has(text.trim());
