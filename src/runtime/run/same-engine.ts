import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { RunFolder } from "./run-folder.js";

/**
 * A resumed run goes on to the numbers of an unbroken one, which another engine or back end would give only up to rounding.
 * @throws Failure when another one is asked for; `auto` asks for none
 */
export function requireSameEngine(run: Pick<RunFolder, "path" | "manifest">, asked: { readonly engine: string; readonly backend: string }): void {
  const { engine, backend } = run.manifest;
  for (const [flag, wanted, was] of [["--engine", asked.engine, engine], ["--backend", asked.backend, backend]] as const)
    if (wanted !== "auto" && wanted !== was)
      throw new Failure("runtime/other-engine", runtimeCodes["runtime/other-engine"].message({ run: run.path, flag, wanted, was }), `leave ${flag} out, or train anew with it into another folder`);
}
