import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    reporters: ["default", "./test/support/tally-reporter.ts"],
    // Training draws its threads from TensorFlow; more workers than cores only slow each other down.
    maxWorkers: 2,
    // A test that asserts nothing tests nothing.
    expect: { requireAssertions: true },
  },
});
