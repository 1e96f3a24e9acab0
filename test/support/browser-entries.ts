import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Target {
  readonly types: string;
  readonly browser?: string;
}

/** Sources of the package's entries that browsers have no substitute for: they have to run there as they are. */
export function browserEntries(root: string): readonly string[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, Target>>;
  };
  return Object.values(exports)
    .filter(({ browser }) => browser === undefined)
    .map(({ types }) => types.replace(/^\.\/dist\/types\//, "src/").replace(/\.d\.ts$/, ".ts"));
}
