import type { Reporter, TestModule } from "vitest/node";

/** A module, as far as it is counted. */
export interface Counted {
  state(): string;
  readonly children: {
    allTests(): Iterable<{ result(): { readonly state: string; readonly note?: string | undefined } }>;
  };
}

/**
 * Ends the run with what was skipped and why, a line a reason, and `N passed, N failed, N skipped` on a line of its
 * own, for whoever counts. It comes when the process ends: after the list of failures, coverage and teardown.
 */
export default class TallyReporter implements Reporter {
  #ended: { readonly modules: readonly TestModule[]; readonly errors: number } | null = null;

  onInit(): void {
    process.once("exit", (code) => {
      if (this.#ended) process.stdout.write(`\n${tally(this.#ended.modules, this.#ended.errors, code)}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    this.#ended = { modules, errors: errors.length };
  }
}

/** The lines that end a run, in which so many errors happened outside of tests and which ends with this exit code. */
export function tally(modules: readonly Counted[], errors: number, exitCode: number): string {
  let passed = 0;
  let failed = errors;
  let skipped = 0;
  const reasons = new Map<string, number>();
  for (const module of modules) {
    const results = [...module.children.allTests()].map((test) => test.result());
    // A test that never came to its end, as when its process died, is a failure.
    const failures = results.filter(({ state }) => state === "failed" || state === "pending").length;
    passed += results.filter(({ state }) => state === "passed").length;
    // A file that breaks while loading runs no test and is a failure all the same.
    failed += failures === 0 && module.state() === "failed" ? 1 : failures;
    for (const { state, note } of results) {
      if (state !== "skipped") continue;
      skipped++;
      const reason = note ?? "not asked for by this command, or after a failed beginning";
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  // A gate that is no test, such as the floor of the coverage.
  if (failed === 0 && exitCode !== 0) failed = 1;
  return [
    ...[...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} skipped: ${reason}`),
    `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
  ].join("\n");
}
