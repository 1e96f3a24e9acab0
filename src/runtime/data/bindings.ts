import { createRequire } from "node:module";
import type * as Bindings from "@duckdb/node-bindings";

let loaded: typeof Bindings | null = null;

/**
 * The C interface under `@duckdb/node-api`: loading the classes on top of it takes twice as long as loading the
 * database.
 */
export function bindings(): typeof Bindings {
  if (loaded === null) {
    const api = createRequire(import.meta.url).resolve("@duckdb/node-api");
    loaded = createRequire(api)("@duckdb/node-bindings") as typeof Bindings;
  }
  return loaded;
}
