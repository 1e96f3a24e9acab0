import { eventLine } from "../runtime/api/event-line.js";
import type { TrainingEvent } from "../runtime/training/events.js";
import type { Host } from "./host.js";
import { fitParts, sparkline } from "./terminal-line.js";

/** One JSON object a line: the contract of `train --json`. */
export const jsonLine = (event: TrainingEvent): string => `${eventLine(event)}\n`;

const short = (value: number): string =>
  !Number.isFinite(value)
    ? "NaN"
    : value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4)
      ? value.toFixed(4)
      : value.toExponential(2);

const clock = (seconds: number): string =>
  seconds < 60
    ? `${Math.ceil(seconds)} s`
    : seconds < 3600
      ? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
      : `${(seconds / 3600).toFixed(1)} h`;

export interface Progress {
  event(event: TrainingEvent): void;
  batch(done: number, of: number): void;
  /** A line of its own above the progress. */
  note(text: string): void;
}

/** Shows a training to a person: a line that redraws itself on a terminal, a line an epoch elsewhere. */
export function progress(host: Host, start: TrainingEvent & { event: "start" }): Progress {
  const shown = new Shown(host, start.epochs);
  return {
    event: (event) => shown.event(event),
    batch: (done, of) => shown.batch(done, of),
    note: (text) => shown.note(text),
  };
}

class Shown {
  readonly #curve: number[] = [];
  #numbers: readonly string[] = [];
  #epoch = 0;
  /** The last that is planned. */
  #epochs: number;
  #began = performance.now();
  #lastDraw = 0;
  #meanMs = 0;
  #drawn = false;

  constructor(
    private readonly host: Host,
    /** Epochs of a whole training. */
    private readonly planned: number,
  ) {
    this.#epochs = planned;
  }

  note(text: string): void {
    this.#clear();
    this.host.say(`${text}\n`);
  }

  batch(done: number, of: number): void {
    this.#draw(done, of, done === of);
  }

  event(event: TrainingEvent): void {
    switch (event.event) {
      case "start":
        this.note(beginning(event));
        break;
      case "fold":
        this.#fold(event);
        break;
      case "fold_end":
        this.note(`fold ${event.fold}: ${shownValues(Object.entries(event.logs))}`);
        break;
      case "folds": // the command says it, as data
        break;
      case "phase":
        this.#phase(event);
        break;
      case "epoch":
        this.#epochEnd(event);
        break;
      case "stop":
        this.#lastLine();
        this.note(event.message);
        break;
      case "say":
        this.note(event.message);
        break;
      case "end":
        this.#lastLine();
        if (event.fold !== undefined) break;
        this.note(
          `${counted(event.epochs, "epoch")} in ` +
            `${event.ms < 60_000 ? `${(event.ms / 1000).toFixed(1)} s` : clock(event.ms / 1000)}`,
        );
    }
  }

  #fold({ fold, of, rows }: TrainingEvent & { event: "fold" }): void {
    this.#epoch = 0;
    this.#meanMs = 0;
    this.#epochs = this.planned;
    this.#began = performance.now();
    this.#numbers = [];
    this.note(`fold ${fold} of ${of}: ${rows.train} rows, ${rows.validation} for validation`);
  }

  /** The bar counts to the end of what runs now. */
  #phase({ phase, first_epoch: first, last_epoch: last, frozen }: TrainingEvent & { event: "phase" }): void {
    this.#epochs = last;
    this.#meanMs = 0;
    const still = frozen.length === 0 ? "" : `; ${counted(frozen.length, "layer")} frozen`;
    this.note(`phase ${phase}: epochs ${first} to ${last}${still}`);
  }

  #epochEnd(event: TrainingEvent & { event: "epoch" }): void {
    this.#epoch = event.epoch;
    this.#meanMs = this.#meanMs === 0 ? event.ms : this.#meanMs * 0.8 + event.ms * 0.2;
    this.#curve.push(event.logs["val_loss"] ?? event.logs["loss"] ?? NaN);
    // What is watched comes first: where the line is short, the rest is left out.
    const values = Object.entries(event.logs).filter(([name]) => !/penalty$/.test(name));
    const order = [
      ...values.filter(([name]) => name.startsWith("val_")),
      ...values.filter(([name]) => !name.startsWith("val_")),
    ];
    this.#numbers = order.map(([name, value]) => `${name} ${short(value)}`);
    this.#began = performance.now();
    if (this.host.interactive) return this.#draw(0, 1, true);
    this.note(
      `epoch ${String(event.epoch).padStart(String(this.#epochs).length)}/${this.#epochs}  ` +
        `${shownValues(values)}  (${Math.round(event.ms)} ms)`,
    );
  }

  /** Over the old line, then the rest cleared: nothing is blank in between, so nothing flickers. */
  #draw(done: number, of: number, force: boolean): void {
    const host = this.host;
    const epochs = this.#epochs;
    if (!host.interactive) return;
    const now = performance.now();
    if (!force && now - this.#lastDraw < 80) return;
    this.#lastDraw = now;
    const part = of === 0 ? 0 : done / of;
    const running = Math.min(this.#epoch + 1, epochs);
    const width = host.columns < 80 ? 8 : 14;
    const filled = Math.round(part * width);
    const elapsed = (now - this.#began) / 1000;
    const rate = done > 0 && elapsed > 0.05 ? `${Math.round(done / elapsed).toLocaleString("en-US")} rows/s` : "";
    const perEpoch = this.#meanMs > 0 ? this.#meanMs / 1000 : part > 0 ? elapsed / part : 0;
    const left = perEpoch > 0 ? `≤ ${clock(Math.max(0, epochs - this.#epoch - part) * perEpoch)} left` : "";
    const head = `epoch ${running}/${epochs} ${"━".repeat(filled)}${this.#dim("╌".repeat(width - filled))}`;
    const shownCurve = this.#curve.length > 1 ? sparkline(this.#curve, host.columns < 80 ? 10 : 20) : "";
    host.say(`\r${fitParts([head, shownCurve, left, ...this.#numbers, rate], host.columns - 1)}\u001b[K`);
    this.#drawn = true;
  }

  #dim(text: string): string {
    return this.host.color ? `\u001b[2m${text}\u001b[0m` : text;
  }

  #clear(): void {
    if (this.#drawn) this.host.say("\r\u001b[K");
    this.#drawn = false;
  }

  /** On a terminal the last epoch stays to be read, with the whole curve. */
  #lastLine(): void {
    this.#clear();
    const host = this.host;
    const epochs = this.#epochs;
    if (!host.interactive || this.#curve.length === 0) return;
    const curve = sparkline(this.#curve, host.columns < 80 ? 16 : 32);
    host.say(`${fitParts([`epoch ${this.#epoch}/${epochs}`, curve, ...this.#numbers], host.columns - 1)}\n`);
    this.#curve.length = 0;
  }
}

const shownValues = (values: readonly (readonly [string, number])[]): string =>
  values.map(([name, value]) => `${name} ${short(value)}`).join("  ");

const counted = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? "" : "s"}`;

function beginning({ rows, ...event }: TrainingEvent & { event: "start" }): string {
  const sets = [
    `${rows.train} rows`,
    rows.validation ? `${rows.validation} for validation` : "",
    rows.test ? `${rows.test} for the test` : "",
    event.folds ? `${event.folds} folds` : "",
  ].filter(Boolean);
  return (
    `training ${event.model}: ${event.parameters} parameters, ${sets.join(", ")}; ${event.engine} engine on ` +
    `${event.backend}, seed ${event.seed}`
  );
}
