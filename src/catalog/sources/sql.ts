import { string } from "../param.js";
import { defineSource } from "../word.js";

export const sql = defineSource({
  name: "sql",
  keras: null,
  summary: "The rows of a query, run by DuckDB; it can read CSV, Parquet and JSON files by their path.",
  explain:
    "Paths in the query are relative to the file that holds it. Give the query an order by, or its rows may come " +
    "in another order each time.",
  params: { query: string({ doc: "One select statement.", positional: true }) },
  examples: ["sql(\"select * from 'iris.csv' order by all\")"],
});
