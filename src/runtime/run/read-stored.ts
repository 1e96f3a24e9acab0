import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../diagnostics/failure.js";
import { IR_VERSION, type Ir } from "../../ir/ir.js";
import { upgradeIr } from "../../ir/upgrade.js";
import { faultOfIr } from "./check-stored-ir.js";

/** Longest text of a run folder that is read, in bytes. */
const LONGEST_TEXT = 128 * 1024 * 1024;

/** `fault`: the end of a sentence that begins with the file. */
export const badRun = (file: string, fault: string): Failure =>
  new Failure("runtime/bad-run", `${file} ${fault}`, "name the folder that training wrote, or train again");

/** @throws Failure where it is not there, or longer than regnet writes any */
export async function readText(folder: string, file: string): Promise<string> {
  const full = join(folder, file);
  const size = await stat(full).then(
    (info) => (info.isFile() ? info.size : null),
    () => null,
  );
  if (size === null) throw badRun(full, `cannot be read: ${folder} is no run folder`);
  if (size > LONGEST_TEXT) throw badRun(full, `has ${size} bytes, and regnet never writes more than ${LONGEST_TEXT}`);
  return readFile(full, "utf8");
}

/** What a file has to be. */
interface Wanted {
  readonly versions: readonly number[];
  /** The end of a sentence; null: none. */
  readonly faultOf: (value: unknown) => string | null;
  /** Of an earlier version the same as this one says it. */
  readonly upgraded?: (value: unknown) => unknown;
}

/**
 * A JSON file of a run folder.
 * @throws Failure where it is not there, of another version, or not as regnet writes it
 */
export async function readStored<T extends { readonly version: unknown }>(
  folder: string,
  file: string,
  { versions, faultOf, upgraded = (value) => value }: Wanted,
): Promise<T> {
  const full = join(folder, file);
  let value: T | null;
  try {
    value = upgraded(JSON.parse(await readText(folder, file))) as T | null;
  } catch (error) {
    throw error instanceof SyntaxError ? badRun(full, "is no JSON: it was cut off or changed") : error;
  }
  if (!versions.some((version) => value?.version === version))
    throw badRun(full, `is of version ${String(value?.version)}, and this regnet reads ${versions.join(" and ")}`);
  const fault = faultOf(value);
  if (fault !== null) throw badRun(full, `is not as regnet writes it: ${fault}`);
  return value!;
}

/** The IR of a run folder, as this version says it. @throws Failure */
export async function readStoredIr(folder: string): Promise<Ir> {
  // zod: half the code that a training would load, and it has no use for it.
  const { irSchema } = await import("../../ir/schema.js");
  const faultOf = (value: unknown): string | null => {
    const { success, error } = irSchema.safeParse(value);
    return success
      ? faultOfIr(value as Ir)
      : `${error.issues[0]?.path.join(".") || "it"}: ${error.issues[0]?.message ?? ""}`;
  };
  return readStored<Ir>(folder, "ir.json", { versions: [IR_VERSION], faultOf, upgraded: upgradeIr });
}
