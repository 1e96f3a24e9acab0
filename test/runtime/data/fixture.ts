import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { Failure } from "../../../src/diagnostics/failure.js";
import type { DataIr, InputIr, OutputIr } from "../../../src/ir/ir.js";
import { sourceOfPath } from "../../../src/runtime/data/index.js";
import { temporaryFolder } from "../../support/temporary.js";

/** A new folder with these files. */
export async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = temporaryFolder("data");
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** A data section over `t.csv`, every column but `y` a feature. */
export const dataIr = (more: Partial<DataIr> = {}, path = "t.csv"): DataIr => ({
  source: sourceOfPath(path),
  features: [{ input: "input", columns: null }],
  targets: [{ output: "out", columns: ["y"], encode: "number", classes: null }],
  columns: {},
  normalize: "none",
  weight: null,
  test: null,
  validation: [],
  ...more,
});

export const modelOf = (
  shape: InputIr["shape"],
  outputs: OutputIr["shape"] = [null, 1],
  dtype: InputIr["dtype"] = "float32",
) => ({
  inputs: [{ name: "input", shape, dtype, doc: null }],
  outputs: [{ name: "out", tensor: "out", shape: outputs }],
});

/** The failure of some work: its code and sentence. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(Failure);
  const failure = error as Failure;
  return `${failure.code}: ${failure.message}`;
}
