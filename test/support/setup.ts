// Before and after each test file: its temporary folder is its own, also for what it starts and for what is killed.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, inject } from "vitest";
import { removeFolders } from "./temporary.js";

const all = inject("temporary");
const path = expect.getState().testPath ?? "a test file";
const own = mkdtempSync(join(all, `${basename(path, ".test.ts")}-`));
process.env["TMPDIR"] = own;

// Set up first, and so it runs last.
afterAll(() => {
  removeFolders();
  const left = readdirSync(own);
  if (left.length > 0) writeFileSync(`${own}.left`, `${path}: ${left.join(", ")}`);
  rmSync(own, { recursive: true, force: true });
});
