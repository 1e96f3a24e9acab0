import { beyondWasm } from "../../catalog/beyond-wasm.js";
import type { ModelIr } from "../../ir/ir.js";
import { openBackend, type BackendName, type OpenBackend } from "../native/index.js";
import { beyondWasmFailure } from "./beyond-wasm-failure.js";

export type BackendChoice = "auto" | BackendName;

export interface BackendOptions {
  readonly onLine?: (line: string) => void;
  readonly setUp?: boolean;
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/**
 * Makes a back end the one that runs: the native engine, or without it wasm, or cpu for models that wasm cannot train.
 * `line` says in one sentence what runs when it is not native.
 * @throws Failure when wasm is asked for by name and cannot train the model
 */
export async function useBackend(
  choice: BackendChoice,
  model: ModelIr | null,
  options: BackendOptions = {},
): Promise<OpenBackend> {
  const beyond = model ? beyondWasm(model) : [];
  if (choice === "wasm" && beyond.length > 0)
    throw beyondWasmFailure(beyond[0]!, "use --backend native or --backend cpu");
  return openBackend({ backend: choice, fallback: beyond.length > 0 ? "cpu" : "wasm", ...options });
}
