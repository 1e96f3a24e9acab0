import type { TrainingEvent } from "../training/events.js";

/** One event as a line of JSON, the logged values of an epoch beside its number: what `regnet train --json` prints. */
export function eventLine(event: TrainingEvent): string {
  if (event.event !== "epoch") return JSON.stringify(event);
  const { event: kind, epoch, logs, ...rest } = event;
  return JSON.stringify({ event: kind, epoch, ...logs, ...rest });
}
