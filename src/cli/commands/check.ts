import { allCodes } from "../../compiler/lints/index.js";
import { countOf, type FileReport } from "../../diagnostics/report.js";
import { renderGithub } from "../../diagnostics/render-github.js";
import { renderJson } from "../../diagnostics/render-json.js";
import { renderPretty } from "../../diagnostics/render-pretty.js";
import { renderSarif } from "../../diagnostics/render-sarif.js";
import { sourceFile } from "../../text/source-file.js";
import { faultOf, reportCrash, type Fault } from "../crash.js";
import { exitCode, version, type ExitCode, type Host } from "../host.js";
import { load } from "../workspace.js";

interface Options {
  readonly format: "pretty" | "json" | "github" | "sarif";
  readonly maxWarnings?: number;
}

/** `regnet check FILE…`: all diagnostics of all files. */
export async function check(host: Host, files: readonly string[], options: Options): Promise<ExitCode> {
  const reports: FileReport[] = [];
  let broken: ExitCode = exitCode.fine;
  let dataTrouble: ExitCode = exitCode.fine;
  for (const file of files) {
    try {
      const loaded = await load(file);
      reports.push(...loaded.reports);
      const { dataFailure } = loaded;
      const refused =
        dataFailure !== null &&
        loaded.reports.some((r) => r.diagnostics.some((d) => d.code === dataFailure.code && d.severity === "error"));
      if (refused) dataTrouble = Math.max(dataTrouble, dataFailure.exitCode);
    } catch (error) {
      // A program reads all of it in one place; a person needs no frame around a file that is not there.
      const fault = options.format === "pretty" ? null : faultOf(error);
      if (fault) reports.push(unreadable(file, fault));
      broken = Math.max(broken, fault ? fault.exitCode : reportCrash(host, error));
    }
  }
  const all = reports.flatMap((report) => report.diagnostics);
  const [errors, warnings] = [countOf(all, "error"), countOf(all, "warning")];
  switch (options.format) {
    case "json":
      host.out(renderJson(reports));
      break;
    case "github":
      host.out(renderGithub(reports));
      break;
    case "sarif":
      host.out(renderSarif(reports, version, allCodes));
      break;
    case "pretty":
      host.err(renderPretty(reports, { color: host.color, width: host.columns }));
      if (errors + warnings === 0 && broken === exitCode.fine)
        host.say(`${files.length === 1 ? files[0] : `${files.length} files`}: no errors\n`);
  }
  if (Math.max(broken, dataTrouble) !== exitCode.fine) return Math.max(broken, dataTrouble);
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    host.err(`error: ${warnings} warnings, and --max-warnings allows ${options.maxWarnings}\n`);
    return exitCode.input;
  }
  return errors > 0 ? exitCode.input : exitCode.fine;
}

/** A spec that cannot be read, as the one diagnostic of an empty file. */
const unreadable = (path: string, { code, message, hint }: Fault): FileReport => ({
  source: sourceFile(path, ""),
  diagnostics: [
    {
      code,
      severity: "error",
      message: hint === null ? message : `${message}; ${hint}`,
      path,
      span: { start: 0, end: 0 },
      related: [],
      fixes: [],
    },
  ],
});
