import { beyondWasm } from "../../catalog/beyond-wasm.js";
import type { ModelIr } from "../../ir/ir.js";
import { openBackend, type BackendName, type OpenBackend } from "../native/index.js";
import { Failure } from "../../diagnostics/failure.js";

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
    throw new Failure(
      "runtime/wasm-gradient",
      `the wasm back end cannot train ${beyond[0]}: it has no right gradient of convolutions, embeddings and max ` +
        "pooling",
      "use --backend native or --backend cpu",
      3,
    );
  return openBackend({ backend: choice, fallback: beyond.length > 0 ? "cpu" : "wasm", ...options });
}
