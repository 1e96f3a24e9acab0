/** A loss or metric as a person reads it. */
const shownNumber = (value: number): string =>
  value === 0 ? "0" : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? value.toFixed(4) : value.toPrecision(4);

/** All numbers of an evaluation on one line. */
export const shownLogs = (split: string, rows: number, logs: Readonly<Record<string, number>>): string =>
  `${split} (${rows} rows): ${Object.entries(logs)
    .map(([name, value]) => `${name} ${shownNumber(value)}`)
    .join(", ")}\n`;
