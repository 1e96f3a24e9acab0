import type { ApplyOptions } from "../runtime/data/apply-preprocessing.js";
import type { Ir } from "../ir/ir.js";
import type { Host } from "./host.js";

/** What a run's model says of its inputs, for a new file. */
export const declaredIn = ({ model, data }: Ir): NonNullable<ApplyOptions["declared"]> => ({
  inputs: Object.fromEntries(model.inputs.map(({ name, shape }) => [name, shape])),
  data,
});

/** One line about columns that a longer sequence seems to have, and that are not read. */
export function sayUnread(host: Host, names: readonly string[]): void {
  if (names.length === 0) return;
  const some = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  host.say(
    `${names.length} ${names.length === 1 ? "column is" : "columns are"} not read (${some}): the model reads the columns ` +
      'of its training by name; for sequences of any length name them by a pattern, as features: "s*" does\n',
  );
}
