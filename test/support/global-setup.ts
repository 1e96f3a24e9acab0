import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder in which each test file gets its temporary folder. */
    readonly temporary: string;
  }
}

/** A run leaves nothing behind; at its end it says which test file would have. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "regnet-tests-"));
  provide("temporary", folder);
  return () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".left")))
      console.log(`left in the temporary folder by ${readFileSync(join(folder, name), "utf8")}`);
    rmSync(folder, { recursive: true, force: true });
  };
}
