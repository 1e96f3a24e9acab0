import { constants } from "node:os";
import type { Machine } from "./machine.js";
import type { Runner } from "./run-command.js";

const script = `
const m = { exports: {} };
process.dlopen(m, process.argv[1], ${(constants.dlopen as { readonly RTLD_NOW?: number }).RTLD_NOW ?? 2});
const b = m.exports;
const x = b.createTensor([2, 2], b.TF_FLOAT, new Float32Array([1, 2, 3, 4]));
const off = (name) => ({ name, type: b.TF_ATTR_BOOL, value: false });
const [y] = b.executeOp("MatMul", [off("transpose_a"), off("transpose_b"), { name: "T", type: b.TF_ATTR_TYPE, value: b.TF_FLOAT }], [x, x], 1);
console.log(JSON.stringify({ tensorflow: b.TF_Version, product: [...b.tensorDataSync(y.id)] }));
`;

export type Probed =
  { readonly ok: true; readonly tensorflow: string } | { readonly ok: false; readonly output: string };

/**
 * Loads an addon in a process of its own and multiplies two matrices: a library for another processor does not throw,
 * it ends the process, and that must not be the user's training.
 */
export async function probeAddon(addon: string, machine: Machine, run: Runner, signal?: AbortSignal): Promise<Probed> {
  const env = { ...machine.env, TF_CPP_MIN_LOG_LEVEL: "3", NODE_OPTIONS: "" };
  const ran = await run(machine.nodePath, ["-e", script, addon], {
    env,
    timeoutMs: 120_000,
    ...(signal && { signal }),
  });
  if (ran.code !== 0)
    return {
      ok: false,
      output: ran.tail === "" ? "Node ended without a word (unsupported processor instruction?)" : ran.tail,
    };
  try {
    const { tensorflow, product } = JSON.parse(ran.stdout) as { tensorflow: string; product: number[] };
    return String(product) === "7,10,15,22"
      ? { ok: true, tensorflow }
      : { ok: false, output: `a matrix product came out as ${String(product)}` };
  } catch {
    return { ok: false, output: ran.tail };
  }
}
