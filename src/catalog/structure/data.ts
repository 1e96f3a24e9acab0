import type { Kind } from "../param.js";
import { choice, label, valueOf, word } from "../param.js";
import { defineStructure } from "../word.js";

const label1: Kind = { type: "label" };
const labels: Kind = { type: "oneOf", of: [label1, { type: "list", of: label1 }] };
const columns: Kind = { type: "oneOf", of: [label1, { type: "list", of: label1 }, { type: "map", of: labels }] };

/** Columns: a name, names, or names by input or output. */
export type Columns = string | readonly string[] | Readonly<Record<string, string | readonly string[]>>;

export const data = defineStructure({
  name: "data",
  role: "data",
  places: ["file"],
  keras: null,
  summary: "Where the rows come from, which columns are read and predicted, and which rows are set aside.",
  params: {
    source: valueOf<string>(
      { type: "oneOf", of: [{ type: "string" }, { type: "word", family: "source" }] },
      { doc: 'A csv, tsv, jsonl or parquet file, relative to the spec, or sql("select …").' },
    ),
    target: valueOf<Columns>(columns, {
      doc: "Columns to predict: one, a list in the order of the outputs, or a map from output to column.",
      default: null as never,
    }),
    features: valueOf<Columns>(columns, {
      doc:
        "Columns that enter; `*` stands for any letters; a map from input to columns. Without it every other " +
        "column.",
      default: null as never,
    }),
    normalize: choice(["none", "standard", "minmax"], {
      doc: "Scaling of numeric features, fitted on the training rows.",
      default: "none",
    }),
    test: word("split", { doc: "Rows set aside for the last evaluation, drawn first.", default: null }),
    validation: word("split", { doc: "Rows set aside to watch during training.", default: null }),
    weight: label({ doc: "Column of row weights.", default: null }),
  },
  examples: ['data { source: "digits.csv", target: digit, validation: split(0.2, stratify) }'],
});
