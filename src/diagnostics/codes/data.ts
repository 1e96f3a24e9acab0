import { defineDiagnostics } from "../define.js";

export interface OfColumn {
  readonly column: string;
}

/** Where the same was found of other columns at the same place, they are told in one message, not in one each. */
export interface OfColumns extends OfColumn {
  readonly also?: readonly string[];
}

const also = ({ also: names = [] }: OfColumns): string => {
  if (names.length === 0) return "";
  const few = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  return `; the same holds for ${names.length} more ${names.length === 1 ? "column" : "columns"}: ${few}`;
};

export const dataCodes = defineDiagnostics({
  "data/format": {
    severity: "error",
    message: ({ path }: { path: string }) => `${path} is no csv, tsv, jsonl or parquet file by its name`,
    explain: 'The format is known by the name\'s ending. Anything else DuckDB can read goes through sql("select …").',
    bad: 'model m { input 4; dense 1 }\ndata { source: "x.xlsx", target: y }\ntrain { loss: mse }',
    good: 'model m { input 4; dense 1 }\ndata { source: "x.csv", target: y }\ntrain { loss: mse }',
  },
  "data/not-at-hand": {
    severity: "info",
    message: ({ why, suggestion }: { why: string | null; suggestion: string | undefined }) =>
      "the data are not at " +
      `hand${why === null ? "" : ` (${why}${suggestion ? `; did you mean ${suggestion}?` : ""})`}: columns, rows ` +
      "and classes were not checked",
    explain:
      "The file named by `source` is not there, or was not looked at. What depends on it is checked once it is; " +
      "nothing is guessed.",
  },
  "data/no-target": {
    severity: "error",
    message: () => "data needs a target: the column to predict",
    explain: "Training compares outputs with a column of the data.",
    bad: 'model m { input 4; dense 1 }\ndata { source: "x.csv" }\ntrain { loss: mse }',
    good: 'model m { input 4; dense 1 }\ndata { source: "x.csv", target: y }\ntrain { loss: mse }',
  },
  "data/no-features": {
    severity: "error",
    message: ({ input }: { input: string }) =>
      `no column is said to feed the input ${input}: write features: { ${input}: … }`,
    explain: "With several inputs each one takes the columns the features map gives it.",
    bad:
      'model m { input 2 as a; input 2 as b; concatenate from a, b; dense 1 }\ndata { source: "x.csv", target: y, ' +
      "features: [p, q] }",
    good:
      'model m { input 2 as a; input 2 as b; concatenate from a, b; dense 1 }\ndata { source: "x.csv", target: y, ' +
      "features: { a: [p, q], b: [r, s] } }",
  },
  "data/unknown-key": {
    severity: "error",
    message: ({ key, what, names }: { key: string; what: string; names: readonly string[] }) =>
      `the model has no ${what} \`${key}\`; it has ${names.join(", ")}`,
    explain: "Maps of columns have the names of the model's inputs or outputs for keys.",
    bad: 'model m { input 4; dense 1 }\ndata { source: "x.csv", target: { z: y } }\ntrain { loss: mse }',
    good: 'model m { input 4; dense 1 }\ndata { source: "x.csv", target: { dense: y } }\ntrain { loss: mse }',
  },
  "data/target-count": {
    severity: "error",
    message: ({ columns, outputs }: { columns: number; outputs: readonly string[] }) =>
      `${columns} target columns for the outputs ${outputs.join(", ")}: name them with target: { output: column }`,
    explain: "With several outputs the target is a list of as many columns in their order, or a map.",
    bad:
      'model m { input 2 as x; dense 1 from x as a; dense 1 from x as b; output a, b }\ndata { source: "x.csv", ' +
      "target: y }",
    good:
      'model m { input 2 as x; dense 1 from x as a; dense 1 from x as b; output a, b }\ndata { source: "x.csv", ' +
      "target: [y, z] }",
  },
  "data/missing-column": {
    severity: "error",
    message: ({ column, suggestion }: { column: string; suggestion: string | undefined }) =>
      `the data have no column ${column}${suggestion ? `; did you mean ${suggestion}?` : ""}`,
    explain: "Columns are named exactly as in the first line of the file; letter case counts.",
  },
  "data/nothing-left": {
    severity: "error",
    message: ({ pattern }: { pattern: string }) => `every column that fits ${pattern} has another use`,
    explain:
      "A pattern takes no target, no weight, and no column that rows are ordered by. Name the columns that are " +
      "meant: a column that orders the rows is a feature where it is named.",
  },
  "data/target-in-features": {
    severity: "error",
    message: ({ column }: { column: string }) =>
      `${column} is both a target and a feature: the model would read the answer`,
    explain: "A network that sees the target learns to copy it and nothing else.",
  },
  "data/column-twice": {
    severity: "error",
    message: ({ column, first, second }: { column: string; first: string; second: string }) =>
      `${column} is ${first} and ${second}: a column has one use`,
    explain:
      "The same numbers twice teach nothing, and a row's weight among the features tells the model what it should " +
      "not know.",
  },
  "data/constant-target": {
    severity: "warning",
    message: ({ value, ...p }: OfColumns & { value: string | null }) =>
      `${p.column} has the same value in every row${value === null ? "" : ` (${value})`}: there is nothing to ` +
      `learn${also(p)}`,
    explain:
      "A model that always answers this value is perfect on these rows. Perhaps another column is meant, or the " +
      "file is only a part.",
  },
  "data/missing-values": {
    severity: "error",
    message: ({ count, place, rule, ...p }: OfColumns & { count: number; place: string | null; rule: string }) =>
      `${p.column} has ${count} missing ` +
      `${count === 1 ? "value" : "values"}${place === null ? "" : count === 1 ? `, in ${place}` : `, the first in ${place}`}; ` +
      `say what becomes of them: column ${label(p.column)} { missing: ${rule} }${also(p)}`,
    explain:
      "Empty cells are refused unless the spec says how they are filled, because every silent choice changes the " +
      "result. Targets, weights and what orders the rows are never filled: their rows can be dropped.",
  },
  "data/stray-text": {
    severity: "error",
    message: ({ value, place, ...p }: OfColumns & { value: string; place: string }) =>
      `${p.column} is a column of numbers, but ${place} says ${JSON.stringify(value)}${also(p)}`,
    explain:
      "The first rows of the file decide that a column holds numbers (or true and false), and every later row is " +
      "held to it: one mistyped cell must not turn a quantity into thousands of categories. Correct the cell, " +
      "leave the column out with `features:`, or say that it holds categories: `column NAME { encode: onehot }`.",
  },
  "data/not-numbers": {
    severity: "error",
    message: ({ what, or, ...p }: OfColumns & { what: string; or?: string }) =>
      `${p.column} holds text, but ${what} needs numbers${or === undefined ? "" : ` or ${or}`}${also(p)}`,
    explain: "Text can be a category or a class, but no quantity.",
  },
  "data/too-few-rows": {
    severity: "error",
    message: ({ rows, needed }: { rows: number; needed: string }) =>
      `${rows} ${rows === 1 ? "row is" : "rows are"} too few for ${needed}`,
    explain:
      "Fractions are of all rows, rounded: a part of the split is left without a row, or nothing is left to train on.",
  },
  "data/small-batch": {
    severity: "warning",
    message: ({ rows, batch }: { rows: number; batch: number }) =>
      `a batch of ${batch} is more than the ${rows} training rows: every epoch is one step`,
    explain: "The weights move once an epoch. A smaller batch_size gives more steps.",
  },
  "data/classes": {
    severity: "error",
    message: ({ column, found, units, output }: OfColumn & { found: number | string; units: number; output: string }) =>
      `${column} has ${found} classes, but ${output} has ${units} units`,
    explain: "A categorical loss needs one unit for each class.",
  },
  "data/unused-units": {
    severity: "warning",
    message: ({ found, units, output, ...p }: OfColumns & { found: number; units: number; output: string }) =>
      `${output} has ${units} units, but ${p.column} only ${found} ${found === 1 ? "class" : "classes"}${also(p)}`,
    explain: "Units without a class learn only to stay at zero.",
  },
  "data/width": {
    severity: "error",
    message: ({ input, wanted, found, columns }: { input: string; wanted: string; found: number; columns: number }) =>
      `${input} takes ${wanted} numbers a row, but its ${columns} ${columns === 1 ? "column gives" : "columns give"} ` +
      `${found}`,
    explain:
      "The columns that feed an input must give as many numbers as its shape has, or a multiple where it leaves a " +
      "length open; a text column gives one for each category. Leave the shape out (`input`) to take it from the data.",
  },
  "data/several-open": {
    severity: "error",
    message: ({ input, open, numbers }: { input: string; open: number; numbers: number }) =>
      `${input} leaves ${open} lengths open, and ${numbers} numbers a row can be laid out in several ways: give all ` +
      "but one of them a number",
    explain:
      "Where a shape has one `none`, the number of values a row says what it is. Of two it only says what their " +
      "product is. Models with several open lengths take rows from programs, which give them in their shape.",
  },
  "data/column-type": {
    severity: "error",
    message: ({ type, use, ...p }: OfColumns & { type: string; use: string }) =>
      `${p.column} holds ${type}, which cannot be used as ${use}${also(p)}`,
    explain:
      "Numbers, true and false, text and lists of numbers can be used. Leave the column out with `features:`, or " +
      "convert " +
      'it in a query: source: sql("select …").',
  },
  "data/list-length": {
    severity: "error",
    message: (p: OfColumns) =>
      `${p.column} holds lists of different lengths, or none at all: bring them to one length in a query, as ` +
      `list_resize(${p.column}, 20, 0) does, which fills up with zeros${also(p)}`,
    explain:
      "A list of numbers feeds as many numbers as it has, or is held against as many, so all rows need the same " +
      "length, also where the input leaves it open. Cut or fill them in a query: " +
      "`source: sql(\"select list_resize(words, 20, 0) as words, label from 'texts.jsonl'\")`. An `embedding` with " +
      "`mask_zero` leaves the zeros out again.",
  },
  "data/too-many-categories": {
    severity: "error",
    message: ({ count, limit, ...p }: OfColumns & { count: number | null; limit: number }) =>
      `${p.column} has ${count ?? `more than ${limit}`} categories; at most ${limit} can be one-hot${also(p)}`,
    explain:
      "A column like this is usually an identifier: leave it out of `features`, or use `encode: index` with an " +
      "embedding.",
  },
  "data/mixed-target": {
    severity: "error",
    message: ({ column, output }: OfColumn & { output: string }) =>
      `the target of ${output} has text in some columns and numbers in others (${column})`,
    explain: "All columns of a target are of one kind: labels that are text, or numbers.",
  },
  "data/target-width": {
    severity: "error",
    message: (p: OfColumn & { columns: number; found: number; output: string; shape: Sizes; fits: string }) =>
      `${p.column} ${p.columns === 1 ? "gives" : "give"} ${p.found} ${p.found === 1 ? "value" : "values"} a row, but ` +
      `${p.output} has the shape [${p.shape.map((size) => size ?? "none").join(", ")}]: ${p.fits} would fit`,
    explain:
      "A target is laid out row by row in the shape of its output. A loss of numbers needs one for each number of " +
      "the output. A loss of classes needs one label for each position, which is the shape without its last axis; " +
      "a categorical one takes the whole distribution, too. Numbers that are too few would be repeated by " +
      "broadcasting, which is never meant.",
  },
  "data/target-range": {
    severity: "error",
    message: (p: OutsideRange) =>
      `${p.column} holds ${p.min} to ${p.max}, but ${p.loss} takes ${p.allowed}: ${p.then}${also(p)}`,
    explain:
      "A loss is defined for some targets only: probabilities, shares, counts. Of others it has no meaning, and " +
      "training runs away or learns something else. Scale the target in a query, or take a loss for it (mse, mae, " +
      "huber).",
  },
  "data/target-converted": {
    severity: "warning",
    message: (p: OutsideRange) =>
      `${p.column} holds ${p.min} to ${p.max}, but ${p.loss} takes ${p.allowed}: ${p.then}${also(p)}`,
    explain:
      "The loss makes other numbers of these targets, as in Keras, and is computed of those. That may be meant; it " +
      "is not what the file says.",
  },
  "data/unknown-class": {
    severity: "error",
    message: ({ key, output, names, suggestion }: UnknownClass) =>
      `${output} has no class ${key}` +
      (suggestion === undefined
        ? names.length > 0
          ? `; there are ${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""}`
          : ""
        : `; did you mean ${suggestion}?`),
    explain:
      "`class_weight` names classes by their labels, or by their indices from 0 as in Keras. A class that is not " +
      "there weighs nothing, so the weight was meant for another.",
  },
  "data/label-range": {
    severity: "error",
    message: ({
      column,
      found,
      classes,
      output,
    }: OfColumn & { found: string; classes: number | null; output: string }) =>
      `${column} holds ${found}, but the classes of ${output} are whole numbers from 0` +
      `${classes === null ? "" : ` to ${classes - 1}`}`,
    explain:
      "Labels that are numbers are class indices as they are. Where they count from 1, give the output one unit " +
      "more, or " +
      'subtract 1 in a query: source: sql("select …").',
  },
  "data/index-outside": {
    severity: "error",
    message: ({ column, found, layer, size, unknown }: OutsideTable) =>
      (unknown
        ? `${column} has ${found} categories and the place 0 for unknown values`
        : `${column} holds indices from ${found}`) +
      `, but the table of ${layer} has ${size} ${size === 1 ? "entry" : "entries"}`,
    explain:
      "An embedding looks indices up in a table of `input_dim` entries. Categories with `encode: index` count from " +
      "1: index 0 is the place of values that training does not know, as in Keras's StringLookup, so the table " +
      "needs one entry more than there are categories: `embedding (classes(column) + 1) 8`.",
  },
  "data/bad-weight": {
    severity: "error",
    message: ({ column, found }: OfColumn & { found: number }) =>
      `${column} holds ${found}, which cannot be a row's weight`,
    explain: "A row's weight is a finite number of 0 or more; there is no meaning in learning from a row negatively.",
  },
  "data/no-order": {
    severity: "error",
    message: ({ column, value, place }: OfColumn & { value: string; place: string | null }) =>
      `rows cannot be ordered by ${column}: ${place === null ? "" : `${place} says `}${value}, which is no number and no ` +
      "date like 2024-01-31",
    explain:
      "Rows are ordered by numbers, or by dates whose text sorts as the dates do: 2024-01-31, with a time after it " +
      "or not.",
  },
});

export type Sizes = readonly (number | null)[];

export interface OutsideRange extends OfColumns {
  readonly min: number;
  readonly max: number;
  readonly loss: string;
  readonly allowed: string;
  readonly then: string;
}

export interface UnknownClass {
  readonly key: string;
  readonly output: string;
  readonly names: readonly string[];
  readonly suggestion: string | undefined;
}

export interface OutsideTable extends OfColumn {
  readonly found: string | number;
  readonly layer: string;
  readonly size: number;
  readonly unknown: boolean;
}

/** A column's name as a spec writes it. */
const label = (column: string): string => (/^[A-Za-z_]\w*$/.test(column) ? column : JSON.stringify(column));
