import { renderPretty } from "../diagnostics/render-pretty.js";
import type { Ir } from "../ir/ir.js";
import type { Host } from "./host.js";
import type { Loaded } from "./workspace.js";

/** Prints what is wrong with a spec; gives its IR when it has one. What cannot be known without the data file says so. */
export function requireIr(host: Host, loaded: Loaded): Ir | null {
  const { ir } = loaded.checked;
  // Notes (such as a missing data file) only matter where there is no IR because of them.
  const worth = loaded.reports.map((r) => ({ ...r, diagnostics: r.diagnostics.filter((d) => d.severity !== "info" || ir === null) }));
  const printed = renderPretty(worth, { color: host.color, width: host.columns });
  if (ir === null) host.err(printed);
  else host.say(printed);
  if (ir === null && loaded.dataFailure) throw loaded.dataFailure;
  return ir;
}
