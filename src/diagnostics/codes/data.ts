import { defineDiagnostics } from "../define.js";

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
    message: ({ column, value }: { column: string; value: string | null }) =>
      `${column} has the same value in every row${value === null ? "" : ` (${value})`}: there is nothing to learn`,
    explain:
      "A model that always answers this value is perfect on these rows. Perhaps another column is meant, or the " +
      "file is only a part.",
  },
  "data/missing-values": {
    severity: "error",
    message: ({
      column,
      count,
      place,
      target,
    }: {
      column: string;
      count: number;
      place: string | null;
      target: boolean;
    }) =>
      `${column} has ${count} missing ` +
      `${count === 1 ? "value" : "values"}${place === null ? "" : count === 1 ? `, in ${place}` : `, the first in ${place}`}; ` +
      `say what becomes of them: column ${column} { missing: ${target ? "drop" : "mean"} }`,
    explain:
      "Empty cells are refused unless the spec says how they are filled, because every silent choice changes the " +
      "result.",
  },
  "data/stray-text": {
    severity: "error",
    message: ({ column, value, place }: { column: string; value: string; place: string }) =>
      `${column} is a column of numbers, but ${place} says ${JSON.stringify(value)}`,
    explain:
      "The first rows of the file decide that a column holds numbers, and every later row is held to it: one " +
      "mistyped cell must not turn a " +
      "quantity into thousands of categories. Correct the cell, or leave the column out with `features:`.",
  },
  "data/not-numbers": {
    severity: "error",
    message: ({ column, what }: { column: string; what: string }) => `${column} holds text, but ${what} needs numbers`,
    explain: "Text can be a category or a class, but no quantity.",
  },
  "data/too-few-rows": {
    severity: "error",
    message: ({ rows, needed }: { rows: number; needed: string }) =>
      `${rows} ${rows === 1 ? "row is" : "rows are"} too few for ${needed}`,
    explain: "After the test and validation rows nothing is left to train on.",
  },
  "data/small-batch": {
    severity: "warning",
    message: ({ rows, batch }: { rows: number; batch: number }) =>
      `a batch of ${batch} is more than the ${rows} training rows: every epoch is one step`,
    explain: "The weights move once an epoch. A smaller batch_size gives more steps.",
  },
  "data/classes": {
    severity: "error",
    message: ({ column, found, units, output }: { column: string; found: number; units: number; output: string }) =>
      `${column} has ${found} classes, but ${output} has ${units} units`,
    explain: "A categorical loss needs one unit for each class.",
  },
  "data/unused-units": {
    severity: "warning",
    message: ({ column, found, units, output }: { column: string; found: number; units: number; output: string }) =>
      `${output} has ${units} units, but ${column} only ${found} classes`,
    explain: "Units without a class learn only to stay at zero.",
  },
  "data/width": {
    severity: "error",
    message: ({ input, wanted, found, columns }: { input: string; wanted: number; found: number; columns: number }) =>
      `${input} takes ${wanted} numbers a row, but its ${columns} columns give ${found}`,
    explain:
      "The columns that feed an input must give as many numbers as its shape has; a text column gives one for " +
      "each category. Leave the shape out (`input`) to take it from the data.",
  },
});
