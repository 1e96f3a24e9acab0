import { runtimeCodes } from "../../diagnostics/codes/runtime.js";
import { Failure } from "../../diagnostics/failure.js";
import type { RunManifest } from "./manifest.js";
import type { AskedSettings } from "./run-settings.js";

/**
 * A resumed run goes on to the numbers of an unbroken one, which another engine, back end, number of threads or form of
 * the steps would give only up to rounding.
 * @throws Failure when another one is asked for; an engine or back end of `auto` asks for none
 */
export function requireSameEngine(
  run: { readonly path: string; readonly manifest: Pick<RunManifest, "engine" | "backend" | "settings"> },
  asked: { readonly engine: string; readonly backend: string } & Pick<AskedSettings, "jit" | "threads">,
): void {
  const { engine, backend, settings } = run.manifest;
  const flags: readonly (readonly [flag: string, wanted: string | number | undefined, was: string | number])[] = [
    ["--engine", named(asked.engine), engine],
    ["--backend", named(asked.backend), backend],
    ...(settings
      ? ([
          ["--jit", asked.jit, settings.jit],
          ["--threads", asked.threads, settings.threads ?? "no --threads"],
        ] as const)
      : []),
  ];
  for (const [flag, wanted, was] of flags)
    if (wanted !== undefined && wanted !== was)
      throw new Failure(
        "runtime/other-engine",
        runtimeCodes["runtime/other-engine"].message({ run: run.path, flag, wanted: String(wanted), was: String(was) }),
        `leave ${flag} out, or train anew with it into another folder`,
      );
}

const named = (choice: string): string | undefined => (choice === "auto" ? undefined : choice);
