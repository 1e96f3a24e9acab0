import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { rules } from "../../scripts/lint/rules.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("npm run lint", () => {
  it("finds no type error and no fault in our own sources, and nothing that is not used", () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["scripts/lint.mjs"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status === 0 ? [] : [stdout, stderr]).toEqual([]);
    // All types of all sources, once: longer than two minutes where a slow machine has much else to do.
  }, 600_000);
});

describe("the rules of our own", () => {
  const found = (rule: keyof typeof rules, text: string, options: readonly unknown[] = []): readonly string[] =>
    new Linter()
      .verify(text, {
        plugins: { regnet: { rules } },
        linterOptions: { reportUnusedDisableDirectives: "off" },
        rules: { [`regnet/${rule}`]: ["error", ...options], "no-var": "error" },
      })
      .map(({ message }) => message);

  it("want a rule and a reason of a comment that switches one off", () => {
    const disabled = (comment: string): readonly string[] => found("reasoned-disable", `${comment}\nvar x;`);
    expect(disabled("// eslint-disable-next-line no-var -- a global of the page")).toEqual([]);
    expect(disabled("/* eslint-disable no-var -- globals of the page */")).toEqual([]);
    expect(disabled("// eslint-disable-next-line no-var")).toEqual([
      "the eslint-disable of line 1 gives no reason; write it after ` -- `",
    ]);
    expect(disabled("/* eslint-disable */")).toEqual([
      "the eslint-disable of line 1 names no rule, and so switches all of them off",
      "the eslint-disable of line 1 gives no reason; write it after ` -- `",
    ]);
    expect(disabled("/* eslint-disable regnet/reasoned-disable, no-var */")).toHaveLength(1);
    expect(disabled("/* eslint-disable -- all of it */")).toHaveLength(1);
    expect(disabled("// eslint-enable no-var")).toEqual(["Unexpected var, use let or const instead."]);
  });

  it("measure the functions of a test, and not the page they stand on", () => {
    const long = (call: string): number =>
      found("max-lines-per-function", `${call}("…", () => {\n\n\n});`, [{ max: 3 }]).length;
    expect(long("describe")).toBe(0);
    expect(long("describe.skipIf(none)")).toBe(0);
    expect(long("it")).toBe(1);
    expect(long("it.each(all)")).toBe(1);
  });
});
