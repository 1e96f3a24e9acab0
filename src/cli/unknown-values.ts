import type { Dataset, UnknownCells } from "../runtime/data/index.js";
import { shownUnknown } from "../runtime/data/unknown-cells.js";
import type { Host } from "./host.js";

/** One line about cells that training did not know, where there are any. `what`: "rows", "validation rows". */
export function sayUnknown(host: Host, what: string, rows: number, unknown: UnknownCells | null): void {
  if (unknown === null) return;
  const of = `${unknown.rows} of ${rows} ${what} ${unknown.rows === 1 ? "holds" : "hold"}`;
  host.say(`${of} values that training did not know, and that count as unknown: ${shownUnknown(unknown)}\n`);
}

/** What the rows that are set aside hold and no training row taught. */
export function sayUntaught(host: Host, { untaught, validation, test }: Dataset): void {
  if (!untaught) return;
  sayUnknown(host, "validation rows", validation?.rows ?? 0, untaught.validation);
  sayUnknown(host, "test rows", test?.rows ?? 0, untaught.test);
  for (const [output, labels] of Object.entries(untaught.labels)) {
    const some = labels.slice(0, 6).join(", ") + (labels.length > 6 ? `, … ${labels.length} in all` : "");
    host.say(
      `no training row has the ${labels.length === 1 ? "class" : "classes"} ${some} of ${output}, which validation or ` +
        "test rows have: they count as mistakes (stratify in the split, or another seed, may help)\n",
    );
  }
}

/** The columns of each row whose cells were not known, by the row of the source. */
export function unknownByRow(unknown: UnknownCells): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const { name, rows } of unknown.columns)
    for (const row of rows) {
      const before = names.get(row);
      names.set(row, before === undefined ? name : `${before}, ${name}`);
    }
  return names;
}
