import { Failure } from "../diagnostics/failure.js";
import { renderPretty } from "../diagnostics/render-pretty.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Ir } from "../ir/ir.js";
import type { Host } from "./host.js";
import type { Loaded } from "./workspace.js";

/**
 * Prints what is wrong with a spec; gives its IR when it has one. What cannot be known without the data file says so.
 * Data that cannot be read are no error to a spec whose meaning does not depend on them, unless they are needed.
 */
export function requireIr(host: Host, loaded: Loaded, needsData = false): Ir | null {
  const { dataFailure, checked } = loaded;
  const ir = needsData && dataFailure ? null : checked.ir;
  // Notes (such as a missing data file) only matter where there is no IR because of them.
  const matters = (d: Diagnostic): boolean => ir === null || (d.severity !== "info" && d.code !== dataFailure?.code);
  const worth = loaded.reports.map((r) => ({ ...r, diagnostics: r.diagnostics.filter(matters) }));
  const printed = renderPretty(worth, { color: host.color, width: host.columns });
  if (ir === null && printed === "")
    throw new Failure("names/no-model", `${loaded.path} declares no model`, "regnet init writes a spec that trains");
  if (ir === null) host.err(printed);
  else host.say(printed);
  return ir;
}
