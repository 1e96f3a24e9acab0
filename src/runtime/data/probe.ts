import { sortCategories } from "../../columns/categories.js";
import type { ColumnFacts, DataFacts } from "../../ir/data-facts.js";
import type { SourceIr } from "../../ir/ir.js";
import { withDuckDb, type DuckDb } from "./duckdb.js";
import { fail } from "./fail.js";
import { isFinal, unlessFinal } from "./final-error.js";
import { openSource } from "./open-source.js";
import type { SourceTable } from "./source-table.js";
import { surveyOf } from "./survey.js";

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
    const { present, firstMissing, stray, unordered, different, ...facts } = survey.facts();
    const { name, typeName } = table.columns[i]!;
    let sorted: readonly string[] | null | undefined;
    columns.push({
      name,
      ...facts,
      ...(facts.type === "other" && { typeName }),
      distinct: different?.length ?? null,
      // When they are asked for: a file may have thousands of columns of thousands of values, which nobody reads.
      get values() {
        return (sorted ??= different && sortCategories(different));
      },
      missing: rows - present,
      missingAt: firstMissing < 0 ? null : await table.place(firstMissing),
      stray: stray === null ? null : { place: await table.place(stray.row), value: stray.value },
      ...(unordered && { unordered: { row: unordered.row + 1, value: unordered.value } }),
    });
  }
  return { rows, columns };
}
