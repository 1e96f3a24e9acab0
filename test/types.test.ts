import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { browserEntries } from "./support/browser-entries.js";

const root = fileURLToPath(new URL("..", import.meta.url));

// That sources, tests and benchmarks have no type error is what `npm run lint` says (gates/lint.test.ts).
const tsc = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", ...args], { cwd: root, encoding: "utf8" });

describe("entries that run in a browser", () => {
  it("use nothing that only Node has, and say nothing in its types", () => {
    const { stdout, status } = tsc("-p", "tsconfig.browser.json", "--listFiles");
    const lines = stdout.trim().split("\n");
    expect(lines.filter((line) => line.includes("error TS"))).toEqual([]);
    expect(lines.filter((line) => line.includes("@types/node"))).toEqual([]);
    expect(status).toBe(0);
  });

  it("are all looked at", () => {
    const { files } = JSON.parse(readFileSync(join(root, "tsconfig.browser.json"), "utf8")) as { files: string[] };
    expect([...files].sort()).toEqual([...browserEntries(root)].sort());
  });
});
