import type { EngineChoice } from "../runtime/engine/choose-engine.js";
import type { BackendChoice } from "../runtime/engine/backend.js";

/** Flags of every command that computes. */
export interface EngineOptions {
  readonly engine: EngineChoice;
  readonly backend: BackendChoice;
  readonly threads?: number;
  /** Megabytes. */
  readonly dataBudget?: number;
}

/** The graph engine runs on the native library only: who asks for another back end gets the layers engine. */
export const engineFor = ({ engine, backend }: EngineOptions): EngineChoice =>
  engine === "auto" && backend !== "auto" && backend !== "native" ? "layers" : engine;

/** What the flags say of how the graph engine computes. */
export const graphOptionsOf = ({
  threads,
  dataBudget,
}: EngineOptions): { readonly threads?: number; readonly dataBudget?: number } => ({
  ...(threads !== undefined && { threads }),
  ...(dataBudget !== undefined && { dataBudget: dataBudget * 2 ** 20 }),
});

export const threadsOf = ({ threads }: Pick<EngineOptions, "threads">): { readonly threads?: number } =>
  threads === undefined ? {} : { threads };
