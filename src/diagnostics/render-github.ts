import { rangeOf } from "./render-json.js";
import { lookUp, tidy, type FileReport } from "./report.js";

const command = { error: "error", warning: "warning", info: "notice" } as const;

/** Workflow commands, one a diagnostic, that GitHub shows beside the lines they are about. */
export function renderGithub(reports: readonly FileReport[]): string {
  const find = lookUp(reports);
  const lines = reports.flatMap(({ source, diagnostics }) =>
    tidy(diagnostics).map((d) => {
      const { start, end } = rangeOf(d.path === source.path ? source : find(d.path), d.span);
      // GitHub takes columns only within one line, and its end column is the last one's.
      const columns =
        start.line === end.line ? [`col=${start.column}`, `endColumn=${Math.max(start.column, end.column - 1)}`] : [];
      const place = [
        `file=${property(d.path)}`,
        `line=${start.line}`,
        `endLine=${end.line}`,
        ...columns,
        `title=${property(d.code)}`,
      ];
      const fixes = d.fixes.map((fix) => `\nhelp: ${fix.title}`).join("");
      return `::${command[d.severity]} ${place.join(",")}::${data(d.message + fixes)}\n`;
    }),
  );
  return lines.join("");
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
