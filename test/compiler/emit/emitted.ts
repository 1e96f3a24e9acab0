import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { load } from "../../../src/cli/workspace.js";
import { emitTypeScript, typescriptStyle } from "../../../src/compiler/emit/typescript.js";
import type { Ir } from "../../../src/ir/ir.js";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const fixtures = join(root, "test/fixtures/emit");

/** Every spec that is compiled: the real ones, and small ones for what those do not use. */
export const specs: readonly string[] = [join(root, "specs"), fixtures].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".regnet"))
    .sort()
    .map((file) => join(folder, file)),
);

export const nameOf = (spec: string): string => basename(spec, ".regnet");

const checked = new Map<string, Promise<Ir>>();

/** The IR of a spec without errors. */
export function irOf(spec: string): Promise<Ir> {
  const known = checked.get(spec);
  if (known) return known;
  const ir = load(spec).then(({ checked: { ir, diagnostics } }) => {
    if (ir === null) throw new Error(`${spec}: ${diagnostics.map((d) => d.message).join("; ")}`);
    return ir;
  });
  checked.set(spec, ir);
  return ir;
}

/** What `regnet compile --target ts` prints. */
export const emitted = async (spec: string): Promise<string> =>
  format(emitTypeScript(await irOf(spec), { source: basename(spec) }), typescriptStyle);
