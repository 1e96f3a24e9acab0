import type { EngineChoice } from "../runtime/engine/choose-engine.js";
import type { BackendChoice } from "../runtime/engine/backend.js";

/** Flags of every command that computes. */
export interface EngineOptions {
  readonly engine: EngineChoice;
  readonly backend: BackendChoice;
  readonly threads?: number;
}

/** The graph engine runs on the native library only: who asks for another back end gets the layers engine. */
export const engineFor = ({ engine, backend }: EngineOptions): EngineChoice => (engine === "auto" && backend !== "auto" && backend !== "native" ? "layers" : engine);

export const threadsOf = ({ threads }: EngineOptions): { readonly threads?: number } => (threads === undefined ? {} : { threads });
