import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { SourceIr } from "../../ir/ir.js";
import { quoteText, withDuckDb, type Chunk, type DuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { isFinal, unlessFinal } from "./final-error.js";
import { MISSING_TOKENS } from "./missing-token.js";
import { openSource } from "./open-source.js";
import type { SourceColumn, SourceTable } from "./source-table.js";
import { numberTally, strayTally, textTally } from "./tally.js";
import { sortCategories } from "./vocabulary.js";

/** Different values are listed up to here. */
const LISTED = 200;
/** A compressed file or a query may unfold to more rows than any array can count. */
const MOST_ROWS = 2 ** 31 - 1;

/**
 * What a spec can be checked against, in one pass over the data; in a second one, when a number of a text format is
 * none.
 */
export async function probe(
  source: SourceIr,
  baseDir: string,
  allow: readonly string[] = [baseDir],
): Promise<DataFacts> {
  const table = await openSource(source, { baseDir, allow });
  const numbers = new Set(table.columns.filter((column) => column.type === "number").map((column) => column.name));
  try {
    return await withDuckDb(table.files, table.limits, async (db) => {
      const parsed =
        table.parsedSql === null
          ? null
          : await factsOf(db, table, table.parsedSql(numbers), numbers).catch(unlessFinal);
      return parsed ?? (await factsOf(db, table, table.sql, new Set()));
    });
  } catch (error) {
    throw isFinal(error) ? error : await table.explain(error);
  }
}

async function factsOf(db: DuckDb, table: SourceTable, from: string, parsed: ReadonlySet<string>): Promise<DataFacts> {
  const surveys = table.columns.map((column) => surveyOf(column, parsed.has(column.name)));
  let rows = 0;
  await db.stream(`select ${surveys.flatMap((survey) => survey.sql).join(", ")} from ${from}`, (chunk) => {
    let at = 0;
    for (const survey of surveys) {
      survey.add(chunk, at, rows);
      at += survey.sql.length;
    }
    if ((rows += chunk.rows) > MOST_ROWS)
      throw fail("data-file/too-large", { file: table.label, what: `more than ${MOST_ROWS} rows` });
  });
  if (rows === 0) throw fail("data-file/empty", { file: table.label, what: "header" });
  const columns: ColumnFacts[] = [];
  for (const [i, survey] of surveys.entries()) {
    const { present, firstMissing, stray, ...facts } = survey.facts();
    columns.push({
      name: table.columns[i]!.name,
      ...facts,
      missing: rows - present,
      missingAt: firstMissing < 0 ? null : await table.place(firstMissing),
      stray: stray === null ? null : { place: await table.place(stray.row), value: stray.value },
    });
  }
  return { rows, columns };
}

/** What one column's facts take of each chunk: the vectors from `at` on, one for each expression. */
interface Survey {
  readonly sql: readonly string[];
  readonly add: (chunk: Chunk, at: number, firstRow: number) => void;
  readonly facts: () => Omit<ColumnFacts, "name" | "missing" | "missingAt" | "stray"> & {
    readonly present: number;
    readonly firstMissing: number;
    readonly stray: { readonly row: number; readonly value: string } | null;
  };
}

/** The cell as text, empty where it is missing. */
function presentText(column: SourceColumn): string {
  if (column.typeName !== "text" && column.typeName !== "JSON") return `coalesce(${column.text}, '')`;
  const tokens = MISSING_TOKENS.map(quoteText).join(", ");
  return `case when ${column.text} is null or trim(${column.text}) in (${tokens}) then '' else ${column.text} end`;
}

function surveyOf(column: SourceColumn, parsed: boolean): Survey {
  if (column.type === "vector" || column.type === "other") return presenceOf(column);
  if (column.type !== "number") return textsOf(column);
  return parsed || (column.typeName !== "text" && column.typeName !== "JSON")
    ? numbersOf(column, parsed)
    : doubtfulOf(column);
}

/** Lists and types that no model takes: only where something is missing. */
function presenceOf(column: SourceColumn): Survey {
  const tally = numberTally(false);
  const none = { type: "other", distinct: null, min: null, max: null, values: null, stray: null } as const;
  return {
    sql: [`case when ${column.raw} is null then 'nan'::double else 0::double end`],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => ({ ...none, present: tally.present(), firstMissing: tally.firstMissing() }),
  };
}

function textsOf(column: SourceColumn): Survey {
  const tally = textTally();
  return {
    sql: [presentText(column)],
    add: (chunk, at, firstRow) => tally.add(chunk.vector(at), chunk.rows, firstRow),
    facts: () => ({
      type: column.type === "boolean" ? "boolean" : "text",
      ...different(tally.different()),
      min: null,
      max: null,
      present: tally.present(),
      firstMissing: tally.firstMissing(),
      stray: null,
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
      const numbers = different(tally.different()?.map(String) ?? null);
      return {
        type: whole ? "integer" : "number",
        ...numbers,
        ...range,
        present: tally.present(),
        firstMissing: tally.firstMissing(),
        stray: null,
      };
    },
  };
}

/** A column that is mostly numbers, and may hold anything. */
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
      const values = stray === null ? (numbers.different()?.map(String) ?? null) : texts.different();
      return {
        type: whole && stray === null ? "integer" : "number",
        ...different(values),
        ...range,
        present: texts.present(),
        firstMissing: texts.firstMissing(),
        stray,
      };
    },
  };
}

const different = (values: readonly string[] | null): Pick<ColumnFacts, "distinct" | "values"> => ({
  distinct: values?.length ?? null,
  values: values !== null && values.length <= LISTED ? sortCategories(values) : null,
});
