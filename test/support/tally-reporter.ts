import type { Reporter, TestModule } from "vitest/node";

/** Ends the run with `N passed, N failed` on a line of its own, for whoever counts. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === "passed").length;
      failed += tests.filter((test) => test.result().state === "failed").length;
      // A file that breaks while loading runs no test and is a failure all the same.
      if (module.state() === "failed" && tests.every((test) => test.result().state !== "failed")) failed++;
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}
