import type { ColumnFacts } from "../../ir/data-facts.js";
import { quoteText, type Chunk } from "./duckdb.js";
import { MISSING_TOKENS } from "./missing-token.js";
import type { SourceColumn } from "./source-table.js";
import { listTally, numberTally, strayTally, textTally } from "./tally.js";

/** A cell that was met, by its row from 0. */
interface Found {
  readonly row: number;
  readonly value: string;
}

/** What one column's facts take of each chunk: the vectors from `at` on, one for each expression. */
export interface Survey {
  readonly sql: readonly string[];
  readonly add: (chunk: Chunk, at: number, firstRow: number) => void;
  readonly facts: () => SurveyFacts;
}

type SurveyFacts = Pick<ColumnFacts, "type" | "min" | "max" | "width" | "whole"> & {
  readonly present: number;
  readonly firstMissing: number;
  readonly stray: Found | null;
  readonly unordered?: Found | null;
  /** Null: too many, or not counted. */
  readonly different: readonly string[] | null;
};

export function surveyOf(column: SourceColumn, parsed: boolean): Survey {
  if (column.type === "vector") return listsOf(column);
  if (column.type === "other") return presenceOf(column);
  if (column.type === "text") return textsOf(column);
  if (column.type === "boolean") return isUntyped(column) ? doubtfulOf(column) : textsOf(column);
  return parsed || !isUntyped(column) ? numbersOf(column, parsed) : doubtfulOf(column);
}

/** Whether cells may hold anything. */
const isUntyped = ({ typeName }: SourceColumn): boolean => typeName === "text" || typeName === "JSON";

/** The cell as text, empty where it is missing. */
function presentText(column: SourceColumn): string {
  if (!isUntyped(column)) return `coalesce(${column.text}, '')`;
  const tokens = MISSING_TOKENS.map(quoteText).join(", ");
  return `case when ${column.text} is null or trim(${column.text}) in (${tokens}) then '' else ${column.text} end`;
}

/** Types that no model takes: only where something is missing. */
function presenceOf(column: SourceColumn): Survey {
  const tally = numberTally(false);
  return {
    sql: [`case when ${column.raw} is null then 'nan'::double else 0::double end`],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => ({
      type: "other",
      min: null,
      max: null,
      present: tally.present(),
      firstMissing: tally.firstMissing(),
      stray: null,
      different: null,
    }),
  };
}

function listsOf(column: SourceColumn): Survey {
  const tally = listTally();
  return {
    sql: [`cast(${column.raw} as double[])`],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => ({
      type: "list",
      ...tally.facts(),
      present: tally.present(),
      firstMissing: tally.firstMissing(),
      stray: null,
      different: null,
    }),
  };
}

function textsOf(column: SourceColumn): Survey {
  const tally = textTally();
  return {
    sql: [presentText(column)],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => ({
      type: column.type === "boolean" ? "boolean" : "text",
      min: null,
      max: null,
      present: tally.present(),
      firstMissing: tally.firstMissing(),
      stray: null,
      unordered: tally.unordered(),
      different: tally.different(),
    }),
  };
}

function numbersOf(column: SourceColumn, parsed: boolean): Survey {
  const tally = numberTally(parsed);
  return {
    sql: [parsed ? column.raw : column.number],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => {
      const { whole, ...range } = tally.range();
      return {
        type: whole ? "integer" : "number",
        ...range,
        present: tally.present(),
        firstMissing: tally.firstMissing(),
        stray: null,
        different: tally.different()?.map(String) ?? null,
      };
    },
  };
}

/** A column that is mostly numbers, or true and false, and may hold anything. */
function doubtfulOf(column: SourceColumn): Survey {
  const numbers = numberTally(false);
  const texts = textTally();
  const strays = strayTally();
  return {
    sql: [column.number, presentText(column)],
    add: (chunk, at, firstRow) => {
      const [number, text] = [chunk.vector(at), chunk.vector(at + 1)];
      numbers.add(number, chunk.rows, firstRow);
      texts.add(text, chunk.rows, firstRow);
      strays.add(number, text, chunk.rows, firstRow);
    },
    facts: () => {
      const { whole, ...range } = numbers.range();
      const stray = strays.first();
      const isNumber = column.type === "number";
      return {
        type: !isNumber ? "boolean" : whole && stray === null ? "integer" : "number",
        ...range,
        present: texts.present(),
        firstMissing: texts.firstMissing(),
        stray,
        different: isNumber && stray === null ? (numbers.different()?.map(String) ?? null) : texts.different(),
      };
    },
  };
}
