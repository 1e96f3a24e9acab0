import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hollow } from "./no-hollow-test.js";
import { parsed, root, testFiles } from "./test-files.js";

describe("no test passes without having tested", () => {
  it("anywhere", () => expect(testFiles().flatMap(hollow)).toEqual([]));

  it.each([
    ["it('a', () => { if (!there) return; expect(1).toBe(1); })", "returns before"],
    ["it.each([1])('a', async () => { if (!there) return expect(1).toBe(1); f(); })", "returns before"],
    ["test('a', function () { try { return; } finally { g(); } })", "returns before"],
    ["it.skip('a', () => f())", ".skip"],
    ["it.runIf(there)('a', () => f())", ".runIf"],
    ["it('a', (context) => { context.skip(); })", ".skip"],
    ["import { loadNative as load } from './native.js'", "load: ask"],
    ["it('a', async () => { if ((await openBackend()).native) f(); })", ".native: ask"],
  ])("is found out: %s", (text, fault) =>
    expect(hollow(parsed("test/a.test.ts", text))).toEqual([expect.stringContaining(`test/a.test.ts:1 ${fault}`)]),
  );

  it.each([
    "it('a', () => { const f = () => { if (x) return 1; return 2; }; expect(f()).toBe(2); })",
    "it('a', () => { g(); return expect(1).toBe(1); })",
    "const helper = (x: number) => { if (x) return 1; return 2; };",
  ])("nothing is held against %s", (text) => expect(hollow(parsed("test/a.test.ts", text))).toEqual([]));
});

/** A run of the sample beside the fixtures: one test without assertion, one that needs the library, one that passes. */
function run(env: Readonly<Record<string, string>>): { readonly lines: readonly string[]; readonly out: string } {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|REGNET_)/.test(name)));
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--config", "test/fixtures/gates/config.ts"], {
    cwd: root,
    encoding: "utf8",
    timeout: 100_000,
    env: { ...inherited, NO_COLOR: "1", REGNET_NATIVE: "off", ...env },
  });
  return { lines: stdout.trimEnd().split("\n").slice(-2), out: stdout + stderr };
}

describe("what a test needs and the machine lacks", () => {
  it("is said in a line with its reason, and counted in the last one; a test without an assertion fails", () => {
    const { lines, out } = run({});
    expect(lines).toEqual([
      "1 skipped: TensorFlow's library is switched off by REGNET_NATIVE",
      "1 passed, 1 failed, 1 skipped",
    ]);
    expect(out).toContain("expected any number of assertion, but got none");
  });

  it("is a failure where REGNET_REQUIRE names it", () => {
    const { lines, out } = run({ REGNET_REQUIRE: "linux,native" });
    expect(lines.at(-1)).toBe("1 passed, 2 failed");
    expect(out).toContain("REGNET_REQUIRE names native, but TensorFlow's library is switched off by REGNET_NATIVE");
  });

  it("is refused where it has no such name", () => {
    const { lines, out } = run({ REGNET_REQUIRE: "nativ" });
    expect(lines.at(-1)).toBe("0 passed, 1 failed");
    expect(out).toContain("REGNET_REQUIRE names nativ; there are native,browser,linux");
  });
});
