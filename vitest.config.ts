import { defineConfig } from "vitest/config";

/**
 * Tests of pure functions. Their modules are loaded once a worker, since loading them for every file takes a sixth of
 * the whole time; no file among them takes another back end of TensorFlow.js than `cpu`, which would stay for the next.
 */
const pure = [
  "test/{catalog,columns,diagnostics,format,parser,program,tensor,text}/**/*.test.ts",
  // Not emit/history: it trains on one back end after the other.
  "test/compiler/*.test.ts",
  "test/compiler/emit/{authored,ir-text,typescript}.test.ts",
  "test/docs/{ebnf,grammar-files}.test.ts",
  "test/words/{evidence,layers}.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    reporters: ["default", "./test/support/tally-reporter.ts"],
    // Training draws its threads from TensorFlow; more workers than cores only slow each other down.
    maxWorkers: 2,
    globalSetup: ["test/support/global-setup.ts"],
    setupFiles: ["test/support/setup.ts"],
    // With --coverage (npm run coverage), over our own sources, run or not.
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["**/*.generated.ts"],
      reporter: ["text-summary", "html"],
      reportsDirectory: "node_modules/.cache/coverage",
    },
    // A test that asserts nothing tests nothing.
    expect: { requireAssertions: true },
    projects: [
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      { extends: true, test: { name: "whole", include: ["test/**/*.test.ts"], exclude: pure } },
    ],
  },
});
