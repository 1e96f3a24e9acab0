import { expect, it } from "vitest";
import { tally, type Counted } from "../support/tally-reporter.js";

const module = (state: string, ...tests: (readonly [state: string, note?: string])[]): Counted => ({
  state: () => state,
  children: { allTests: () => tests.map(([state, note]) => ({ result: () => ({ state, note }) })) },
});

it("counts what passed, failed and was skipped, the most frequent reason first", () =>
  expect(
    tally(
      [
        module("failed", ["passed"], ["failed"], ["skipped", "no A"]),
        module("passed", ["passed"], ["skipped", "no B"], ["skipped", "no B"], ["skipped"]),
      ],
      0,
      1,
    ).split("\n"),
  ).toEqual([
    "2 skipped: no B",
    "1 skipped: no A",
    "1 skipped: not asked for by this command, or after a failed beginning",
    "2 passed, 1 failed, 4 skipped",
  ]));

it.each([
  ["all is well", module("passed", ["passed"]), 0, 0, "1 passed, 0 failed"],
  ["a file breaks while loading", module("failed"), 0, 1, "0 passed, 1 failed"],
  ["a process died", module("failed", ["passed"], ["pending"], ["pending"]), 0, 1, "1 passed, 2 failed"],
  ["an error came outside of tests", module("passed", ["passed"]), 1, 1, "1 passed, 1 failed"],
  ["a gate that is no test failed", module("passed", ["passed"]), 0, 1, "1 passed, 1 failed"],
])("where %s", (_, run, errors, exitCode, lines) => expect(tally([run], errors, exitCode)).toBe(lines));
