import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fencesOf, root } from "./fences.js";
import { folderInCheckout } from "../support/temporary.js";

/** The program of the README, as it is printed there, with the package's names standing for this checkout. */
describe("the README", () => {
  it("has a program that trains", async () => {
    const [program] = fencesOf("README.md").filter((fence) => fence.language === "ts");
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
    // Below node_modules, so that the bundle finds the packages it leaves outside.
    const folder = folderInCheckout("readme");
    try {
      const outfile = join(folder, "program.mjs");
      await build({
        stdin: { contents: program!.text, resolveDir: root, loader: "ts" },
        bundle: true,
        format: "esm",
        platform: "node",
        outfile,
        logLevel: "warning",
        alias: { regnet: join(root, "src/index.ts"), "regnet/runtime": join(root, "src/runtime/index.ts") },
        external: ["@tensorflow/*", "@duckdb/*", "zod", "chevrotain", "prettier", "node-api-headers"],
        banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
      });
      const out = execFileSync(process.execPath, [outfile], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, REGNET_NATIVE: "off" },
      });
      expect(out).toMatch(
        /^stopped at epoch \d+ of 100: val_loss has not improved since epoch \d+; weights of epoch \d+ restored (1|0\.[89]\d*) 259\n$/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("begins with the two commands, and the second is what CI runs", () => {
    const [commands] = fencesOf("README.md").filter((fence) => fence.language === "sh");
    expect(
      commands!.text
        .split("\n")
        .filter(Boolean)
        .map((line) => line.replace(/\s*#.*/, "")),
    ).toEqual(["npm ci && npx regnet train specs/digits.regnet", "npm ci && npm test"]);
    const ci = readFileSync(join(root, ".ci/run"), "utf8").split("\n");
    expect(ci).toEqual(expect.arrayContaining(["npm ci", "npm test"]));
    expect(existsSync(join(root, "specs/digits.regnet"))).toBe(true);
  });
});
