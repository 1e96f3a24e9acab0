import { duckDbReason, quoteText, withDuckDb } from "./duckdb.js";
import { allowedPath } from "./allowed-path.js";
import { fail } from "./fail.js";
import { jsonFault } from "./json-depth.js";

export interface ResolvedQuery {
  /** The query with real, absolute paths. */
  readonly sql: string;
  readonly files: readonly string[];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A query is a line of a spec: whatever takes longer to parse is made to. */
const PARSE_SECONDS = 10;

/** What may read files; anything else that takes a path is refused by DuckDB's own settings. */
const readers = new Set([
  "read_csv",
  "read_csv_auto",
  "read_parquet",
  "parquet_scan",
  "read_json",
  "read_json_auto",
  "read_ndjson",
  "read_ndjson_auto",
  "read_json_objects",
  "read_ndjson_objects",
]);
/** Functions that follow nested JSON by recursion, which a text made in the query can drive beyond the stack. */
const recursive =
  /^(json_(structure|group_structure|transform(_strict)?|merge_patch|pretty|serialize_\w+|deserialize_\w+|execute_\w+)|from_json(_strict)?)$/i;

interface FileName {
  readonly holder: { [key: string]: Json };
  readonly key: string;
  /** Read as JSON. */
  readonly json: boolean;
}

/** Table functions that make rows of nothing but their arguments. */
const harmless = new Set(["range", "generate_series", "unnest", "repeat", "repeat_row"]);

/**
 * Checks that a query is one SELECT, and replaces every file it names by its real path, checked against the allowed
 * folders. DuckDB parses (`json_serialize_sql`), so that no comment or quoting can hide a file; it then may open
 * exactly these files.
 * @throws Failure `data-file/query-refused`, `data-file/path-refused`, `data-file/not-found`
 */
export async function resolveQuery(query: string, baseDir: string, allow: readonly string[]): Promise<ResolvedQuery> {
  return withDuckDb([], { label: "the query", bytes: 0, seconds: PARSE_SECONDS }, async (db) => {
    const one = async (sql: string): Promise<string> => String((await db.texts(sql))[0]?.[0] ?? "");
    let tree: { error: boolean; error_message?: string; statements?: Json[] };
    try {
      tree = JSON.parse(
        wrapped(await one(`select cast(json_serialize_sql(${quoteText(query)}) as varchar)`)),
      ) as typeof tree;
    } catch (error) {
      throw fail("data-file/query-refused", { why: duckDbReason(error) });
    }
    if (tree.error || tree.statements === undefined) {
      const why = tree.error_message ?? "it cannot be parsed";
      throw fail("data-file/query-refused", { why: why.startsWith("Only SELECT") ? "it is not a SELECT" : why });
    }
    if (tree.statements.length !== 1)
      throw fail("data-file/query-refused", { why: `it holds ${tree.statements.length} statements, not one` });
    const files = new Map<string, string>();
    const names: FileName[] = [];
    const tables = new Set<string>();
    collect(tree.statements[0]!, names, tables);
    for (const { holder, key, json } of names) {
      const name = textOf(holder[key]);
      if (key === "table_name" && tables.has(name.toLowerCase())) continue;
      if (/[*?[\]]/.test(name))
        throw fail(
          "data-file/query-refused",
          { why: `"${name}" is a pattern` },
          "name each file: read_csv(['a.csv', 'b.csv'])",
        );
      if (/^[a-z][a-z0-9+]+:\/\//i.test(name))
        throw fail("data-file/query-refused", { why: `"${name}" is not a file on this machine` });
      if (key === "table_name" && !/[./\\]/.test(name))
        throw fail("data-file/query-refused", { why: `there is no table "${name}"` }, "name a file: 'data.csv'");
      const real = files.get(name) ?? (await allowedPath(name, baseDir, allow));
      const fault = json ? await jsonFault(real, false) : null;
      if (fault !== null) throw fail("data-file/unreadable", { file: name, format: "JSON", why: fault });
      files.set(name, real);
      holder[key] = real;
    }
    const sql = await one(`select json_deserialize_sql(${quoteText(unwrapped(JSON.stringify(tree)))}::json)`).catch(
      (error: unknown) => {
        throw fail("data-file/query-refused", { why: duckDbReason(error) });
      },
    );
    return { sql: sql.replace(/;\s*$/, ""), files: [...new Set(files.values())] };
  });
}

/** Whole numbers that JavaScript cannot hold exactly, as marked texts, and back. */
const wrapped = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (part) => (part.startsWith('"') ? part : `"\\u0001${part}"`));
const unwrapped = (json: string): string => json.replace(/"\\u0001(-?\d{16,})"/g, "$1");

/** A name in the tree; DuckDB's are texts. */
const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));

/** Finds the places that name files, and the names that queries give to their own tables (WITH). */
function collect(node: Json, names: FileName[], tables: Set<string>): void {
  if (Array.isArray(node)) return node.forEach((child) => collect(child, names, tables));
  if (node === null || typeof node !== "object") return;
  const map = node["cte_map"];
  if (map !== undefined && map !== null && typeof map === "object" && !Array.isArray(map) && Array.isArray(map["map"]))
    for (const entry of map["map"]) tables.add(textOf((entry as { key: Json }).key).toLowerCase());
  if (node["type"] === "BASE_TABLE" && node["schema_name"] === "" && node["catalog_name"] === "")
    names.push({
      holder: node,
      key: "table_name",
      json: /\.(json|jsonl|ndjson)(\.\w+)?$/i.test(textOf(node["table_name"])),
    });
  if (node["class"] === "FUNCTION" && recursive.test(textOf(node["function_name"])))
    throw fail("data-file/query-refused", { why: `${textOf(node["function_name"])}(…) is not allowed` });
  if (node["type"] === "TABLE_FUNCTION") {
    const call = node["function"] as { function_name: string; children: Json[] };
    const name = call.function_name.toLowerCase();
    if (readers.has(name)) constants(call.children[0] ?? null, names, name.includes("json"));
    else if (!harmless.has(name))
      throw fail("data-file/query-refused", { why: `${name}(…) is not allowed as a table` });
  }
  for (const child of Object.values(node)) collect(child, names, tables);
}

function constants(node: Json, names: FileName[], json: boolean): void {
  if (Array.isArray(node)) return node.forEach((child) => constants(child, names, json));
  if (node === null || typeof node !== "object") return;
  if (node["class"] === "CONSTANT") {
    const value = node["value"] as { value: Json } & { [key: string]: Json };
    if (typeof value.value === "string") names.push({ holder: value, key: "value", json });
    else constants(value.value, names, json);
  } else for (const child of Object.values(node)) constants(child, names, json);
}
