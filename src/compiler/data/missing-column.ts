import { suggest } from "../../text/suggest.js";
import { replace, type At } from "../report.js";
import type { Session } from "../session.js";

/** A column that is not there, with the nearest that is. `spot`: its name, which a fix replaces. */
export function missingColumn(
  session: Session,
  column: string,
  { at, spot }: { readonly at: At; readonly spot: At | null },
): void {
  const near = suggest(
    column,
    (session.data.facts?.columns ?? []).map((c) => c.name),
  );
  session.report(
    "data/missing-column",
    { column, suggestion: near },
    spot ?? at,
    near && spot ? { fixes: [replace(`write ${near}`, spot.span, asLabel(near))] } : {},
  );
}

/** As it is written in a spec: bare where it can be a word. */
const asLabel = (column: string): string =>
  /^[A-Za-z_]\w*$/.test(column) && !/^(?:let|from|as|true|false|none)$/.test(column) ? column : JSON.stringify(column);
