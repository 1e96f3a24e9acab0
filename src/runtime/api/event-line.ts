import type { Logs } from "../../catalog/word.js";
import type { TrainingEvent } from "../training/events.js";

/** One event as a line of JSON, the logged values of an epoch beside its number: what `regnet train --json` prints. */
export function eventLine(event: TrainingEvent): string {
  if (event.event === "fold_end") return JSON.stringify({ ...event, logs: finite(event.logs) });
  if (event.event === "folds")
    return JSON.stringify({ ...event, mean: finite(event.mean), deviation: finite(event.deviation) });
  if (event.event !== "epoch") return JSON.stringify(event);
  const { logs, learning_rate, ms, ...place } = event;
  return JSON.stringify({ ...place, ...finite(logs), learning_rate, ms: Math.round(ms * 10) / 10 });
}

/** JSON has no NaN: a value that is no number is null. */
const finite = (logs: Logs): Readonly<Record<string, number | null>> =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, Number.isFinite(value) ? value : null]));
