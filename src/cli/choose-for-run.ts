import type { Rows } from "../runtime/data/index.js";
import { useBackend } from "../runtime/engine/backend.js";
import { chooseInference } from "../runtime/engine/choose-engine.js";
import type { InferenceMaker } from "../runtime/engine/inference.js";
import type { StartedHost } from "../runtime/graph/graph-host.js";
import type { RunFolder } from "../runtime/run/run-folder.js";
import { engineFor, graphOptionsOf, threadsOf, type EngineOptions } from "./engine-options.js";
import type { Host } from "./host.js";

/** The engine for rows of a run by the flags, with TensorFlow.js's back end opened where that is what computes. */
export async function chooseForRun(
  host: Host,
  run: RunFolder,
  rows: Rows | Pick<Rows, "rows" | "inputs">,
  options: EngineOptions,
  started: StartedHost | null,
): Promise<InferenceMaker | "layers"> {
  const onLine = (line: string): void => host.say(`${line}\n`);
  const { maker, line } = await chooseInference(engineFor(options), run.ir, rows, {
    ...graphOptionsOf(options),
    setUp: true,
    onLine,
    started,
  });
  if (line) onLine(line);
  if (maker) return maker;
  const opened = await useBackend(options.backend, run.ir.model, { onLine, ...threadsOf(options) });
  if (opened.line) onLine(opened.line);
  return "layers";
}
