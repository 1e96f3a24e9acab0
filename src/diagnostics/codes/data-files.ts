import { defineDiagnostics } from "../define.js";

export interface InFile {
  /** The file, or "the query". */
  readonly file: string;
}
/** `place` is a row as `row 12 (line 14)`. */
export interface InCell extends InFile {
  readonly place: string;
  readonly column: string;
}

/**
 * What a data file itself can be wrong about. A spec's text alone causes none of these, so they have no example spec.
 */
export const dataFileCodes = defineDiagnostics({
  "data-file/not-found": {
    severity: "error",
    message: (p: InFile & { why: string }) => `cannot open ${p.file}: ${p.why}`,
    explain:
      "The data source does not exist, is a folder, or may not be read. Paths are relative to the folder of the spec.",
  },
  "data-file/path-refused": {
    severity: "error",
    message: (p: InFile & { folders: string }) => `${p.file} is outside the folders that may be read (${p.folders})`,
    explain:
      "A spec may come from anyone, so its data is read only from its own folder, symbolic links resolved. Move " +
      "the data next to " +
      "the spec, or name the folder as allowed when you run the command.",
  },
  "data-file/unreadable": {
    severity: "error",
    message: (p: InFile & { format: string; why: string }) => `${p.file} cannot be read as ${p.format}: ${p.why}`,
    explain:
      "The file's content does not follow its format. The format comes from the file's ending: csv, tsv, jsonl, " +
      "parquet.",
  },
  "data-file/encoding": {
    severity: "error",
    message: (p: InFile & { place: string }) => `${p.file}, ${p.place}: the bytes are not UTF-8`,
    explain:
      "Text is read as UTF-8 only, since a guess could change categories and labels. Convert it: iconv -f latin1 " +
      "-t utf-8.",
  },
  "data-file/empty": {
    severity: "error",
    message: (p: InFile & { what: "nothing" | "header" }) =>
      p.what === "nothing" ? `${p.file} is empty` : `${p.file} has column names but no rows`,
    explain:
      "There is nothing to learn from. A CSV or TSV file starts with a line of column names, and a row a line follows.",
  },
  "data-file/duplicate-column": {
    severity: "error",
    message: (p: InFile & { column: string; first: number; second: number }) =>
      `${p.file} names column "${p.column}" twice, as column ${p.first} and ${p.second}`,
    explain: "Columns are told apart by their names, so each needs its own.",
  },
  "data-file/ragged-row": {
    severity: "error",
    message: (p: InFile & { place: string; found: number; expected: number; nearest: string }) =>
      `${p.file}, ${p.place}: ${p.found} ${p.found === 1 ? "value" : "values"} where the header names ` +
      `${p.expected} columns ` +
      `(${p.found < p.expected ? "the first without a value" : "the last with one"} is "${p.nearest}")`,
    explain: 'Every row needs one value a column. Often a comma inside a value lacks its quotes: "Smith, John".',
  },
  "data-file/unclosed-quote": {
    severity: "error",
    message: (p: InFile & { place: string }) => `${p.file}, ${p.place}: a quote is opened and never closed`,
    explain:
      'From this quote on, the rest of the file is one value. Close it, or double a quote that is meant: "5"" pipe".',
  },
  "data-file/long-line": {
    severity: "error",
    message: (p: InFile & { place: string; limit: number }) =>
      `${p.file}, ${p.place}: the row is longer than ${p.limit} bytes`,
    explain: "A row this long is usually a file without line ends, or a quote that is not closed.",
  },
  "data-file/too-large": {
    severity: "error",
    message: (p: InFile & { what: string }) => `${p.file} takes ${p.what}`,
    explain:
      "Data is held in memory: at most 8 GB of numbers and 512 MB of different texts (10 million a column), and 4 " +
      "GB of working memory for " +
      ("reading and queries; never more than half of the machine's. A query that joins without a condition, or a " +
        "compressed file that unfolds ") +
      "without end, is stopped by this.",
  },
  "data-file/too-slow": {
    severity: "error",
    message: (p: InFile & { seconds: number }) => `${p.file} was stopped: it was not read after ${p.seconds} seconds`,
    explain:
      "Queries, JSON lines and Parquet have two minutes for each pass over the data. Write what a long query " +
      "gives into a Parquet or CSV " +
      "file once, and name that file.",
  },
  "data-file/unknown-column": {
    severity: "error",
    message: (p: InFile & { column: string; use: string }) =>
      `${p.file} has no column "${p.column}", wanted as ${p.use}`,
    explain:
      "The spec names a column that the data does not have. Names are case-sensitive; * stands for any characters.",
  },
  "data-file/no-features": {
    severity: "error",
    message: (p: InFile & { input: string }) => `no column of ${p.file} is left to feed input "${p.input}"`,
    explain:
      "All columns are targets, weights or features of other inputs. Say with `features:` which columns feed the " +
      "input.",
  },
  "data-file/bad-value": {
    severity: "error",
    message: (p: InCell & { value: string; expected: string }) =>
      `${p.file}, ${p.place}, column "${p.column}": ${p.value} is not ${p.expected}`,
    explain:
      "A column is read as numbers when most of its first 1,000 values are numbers, and then every value must be " +
      "one that float32 can " +
      ("hold. Correct the value, or, where the column holds categories, write `column NAME { encode: onehot }` (or " +
        "index)."),
  },
  "data-file/missing-value": {
    severity: "error",
    message: (p: InCell & { count: number; rows: number }) =>
      `${p.file}, ${p.place}, column "${p.column}": the value is missing (${p.count} of ${p.rows} rows)`,
    explain:
      "Empty cells, nulls, NaN and the usual tokens (NA, N/A, null, None, …) are missing values. Say what to do " +
      "with them: " +
      ("`column NAME { missing: mean }`, or median, most_frequent, drop, or a value of your own. Statistics come " +
        "from training rows only."),
  },
  "data-file/unseen-category": {
    severity: "error",
    message: (p: InCell & { value: string; known: string }) =>
      `${p.file}, ${p.place}, column "${p.column}": category ${p.value} does not occur in the training rows ` +
      `(${p.known})`,
    explain:
      "Categories get their places from the training rows; the model has no weights for any other. Correct the " +
      "value, remove the row, " +
      "or split so that the training rows contain it.",
  },
  "data-file/unseen-label": {
    severity: "error",
    message: (p: InCell & { value: string; known: string }) =>
      `${p.file}, ${p.place}, column "${p.column}": label ${p.value} does not occur in the training rows (${p.known})`,
    explain:
      "A model cannot be measured on a class it never saw. Use `stratify` in the split, or remove classes with " +
      "too few rows.",
  },
  "data-file/label-range": {
    severity: "error",
    message: (p: InCell & { value: string; classes: number }) =>
      `${p.file}, ${p.place}, column "${p.column}": label ${p.value} is no class index from 0 to ${p.classes - 1}`,
    explain:
      "Numeric labels are class indices as they are: whole numbers from 0 to the number of the output's units " +
      "minus one.",
  },
  "data-file/class-count": {
    severity: "error",
    message: (p: InFile & { column: string; found: string; expected: string }) =>
      `${p.file}, column "${p.column}" has ${p.found} where the output needs ${p.expected}`,
    explain: "The number of classes in the target must fit the units of the model's output.",
  },
  "data-file/bad-weight": {
    severity: "error",
    message: (p: InCell & { value: string }) =>
      `${p.file}, ${p.place}, column "${p.column}": ${p.value} cannot be a row's weight`,
    explain: "A row's weight is a finite number of 0 or more; there is no meaning in learning from a row negatively.",
  },
  "data-file/vector-length": {
    severity: "error",
    message: (p: InCell & { found: number; others: "row 1 has" | "the training rows have"; expected: number }) =>
      `${p.file}, ${p.place}, column "${p.column}": a list of ${p.found} values where ${p.others} ${p.expected}`,
    explain:
      "Lists of numbers feed the model as vectors, so all rows of a file need the same length. Lists of another " +
      "length than in training are taken where the input has an open length (`input [none, 14]`), is fed by that " +
      "column alone, and its places are not scaled one by one (`normalize: none`).",
  },
  "data-file/column-type": {
    severity: "error",
    message: (p: InFile & { column: string; type: string; use: string }) =>
      `${p.file}, column "${p.column}" of type ${p.type} cannot be used as ${p.use}`,
    explain:
      "Numbers, booleans, text and lists of numbers can be used. Convert other types in a query: source: " +
      'sql("select …").',
  },
  "data-file/too-many-categories": {
    severity: "error",
    message: (p: InFile & { column: string; count: number; limit: number }) =>
      `${p.file}, column "${p.column}" has ${p.count} categories; at most ${p.limit} can be one-hot`,
    explain:
      "A column like this is usually an identifier: leave it out of `features`, or use `encode: index` with an " +
      "embedding.",
  },
  "data-file/empty-split": {
    severity: "error",
    message: (p: InFile & { part: string; rows: number; fraction: string }) =>
      `${p.file}: of ${p.rows} rows none are left for ${p.part} (${p.fraction})`,
    explain: "Fractions are of all rows, test is taken first, then validation; each part needs at least one row.",
  },
  "data-file/query-refused": {
    severity: "error",
    message: (p: { why: string }) => `the query of the data source is refused: ${p.why}`,
    explain: "A query is one SELECT over files in the allowed folders. It runs without network, extensions or writing.",
  },
});
