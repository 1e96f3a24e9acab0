import { train } from "../../catalog/structure/train.js";
import { measureKey } from "../../ir/data-facts.js";
import type { Expr, Statement } from "../../parser/ast.js";
import type { DataSection } from "../data/section.js";
import { knowsParts, ROWS, trainingRows } from "../data/training-rows.js";
import type { Scope } from "../names/scope.js";
import type { At } from "../report.js";
import type { Session } from "../session.js";
import type { Const } from "../values/constant.js";
import { valueFor } from "../names/bind.js";
import { pending } from "../values/evaluate.js";

type Setting = "steps_per_epoch" | "batch_size";

/**
 * Gives the name `steps_per_epoch` its value: the setting of that name, or else the batches of the training rows. Both
 * settings are evaluated here, before all else, so that what needs one of them meanwhile is part of a cycle. What is
 * returned is to be told of the data section once it is read; until then its rows are not known, and what asks for them
 * is part of a cycle, too.
 */
export function nameSteps(
  session: Session,
  statement: Statement | undefined,
  scope: Scope,
): (section: DataSection | null) => void {
  const known = new Map<Setting, Const | null>();
  let section: DataSection | null | undefined;
  const circular = (through: Setting | "data", at: At): Const => {
    session.report("training/circular-steps", { through }, at);
    return { is: "broken", at };
  };
  session.data.stepsPerEpoch = (at) => {
    const written = known.get("steps_per_epoch");
    if (written === undefined) return circular("steps_per_epoch", at);
    if (written !== null) return { ...written, at };
    const batch = known.get("batch_size");
    if (batch === undefined) return circular("batch_size", at);
    if (section === undefined) return circular("data", at);
    if (batch !== null && batch.is !== "number") return { is: batch.is === "pending" ? "pending" : "broken", at };
    const rows = rowsOf(session, section, at);
    return typeof rows === "number"
      ? { is: "number", value: Math.ceil(rows / (batch?.value ?? train.params.batch_size.default!)), at }
      : rows;
  };
  for (const name of ["steps_per_epoch", "batch_size"] as const)
    known.set(name, setting(session, name, statement, scope));
  return (read) => void (section = read);
}

/** Null: not given, or `none`. */
function setting(session: Session, name: Setting, statement: Statement | undefined, scope: Scope): Const | null {
  const expr = statement && valueOf(statement, name);
  if (!expr) return null;
  const [value, { state, sound }] = valueFor(session, expr, scope, name, train.params[name]);
  session.data.settled.set(expr, value);
  if (value.is === "none" && state === "known") return null;
  return sound ? value : { is: "broken", at: value.at };
}

/** As arguments are bound: those in the line first, and the first of two, which is an error anyway. */
function valueOf({ args, body }: Statement, name: Setting): Expr | undefined {
  const arg = args.find((a) => a.name?.text === name);
  return (
    arg?.value ??
    (body?.items ?? []).flatMap((item) => (item.kind === "pair" && item.key.text === name ? [item.value] : []))[0]
  );
}

/** The training rows, or why there is no number. */
function rowsOf(session: Session, section: DataSection | null, at: At): number | Const {
  if (!session.data.facts || !section) return pending(session, at);
  const rows = trainingRows(session.data.facts, section);
  // Too few rows, and parts that are written wrongly, are reported where they are read.
  if (rows !== null) return rows < 1 ? { is: "broken", at } : rows;
  if (!knowsParts(section)) return { is: session.data.pending ? "pending" : "broken", at };
  session.data.measures.set(measureKey(ROWS), ROWS);
  return pending(session, at);
}
