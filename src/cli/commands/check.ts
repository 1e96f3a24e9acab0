import { countOf, type FileReport } from "../../diagnostics/report.js";
import { renderGithub } from "../../diagnostics/render-github.js";
import { renderJson } from "../../diagnostics/render-json.js";
import { renderPretty } from "../../diagnostics/render-pretty.js";
import { renderSarif } from "../../diagnostics/render-sarif.js";
import { reportCrash } from "../crash.js";
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
  for (const file of files) {
    try {
      const loaded = await load(file);
      reports.push(...loaded.reports);
      // A data file that is there and cannot be read is an error; one that is not there has its note among the diagnostics.
      if (loaded.dataFailure && loaded.dataFailure.code !== "data-file/not-found") broken = Math.max(broken, reportCrash(host, loaded.dataFailure));
    } catch (error) {
      broken = Math.max(broken, reportCrash(host, error));
    }
  }
  const all = reports.flatMap((report) => report.diagnostics);
  const [errors, warnings] = [countOf(all, "error"), countOf(all, "warning")];
  switch (options.format) {
    case "json":
      host.out(`${renderJson(reports)}\n`);
      break;
    case "github":
      host.out(renderGithub(reports));
      break;
    case "sarif":
      host.out(`${renderSarif(reports, version)}\n`);
      break;
    case "pretty":
      host.err(renderPretty(reports, { color: host.color, width: host.columns }));
      if (errors + warnings === 0 && broken === exitCode.fine) host.say(`${files.length === 1 ? files[0] : `${files.length} files`}: no errors\n`);
  }
  if (broken !== exitCode.fine) return broken;
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    host.err(`error: ${warnings} warnings, and --max-warnings allows ${options.maxWarnings}\n`);
    return exitCode.input;
  }
  return errors > 0 ? exitCode.input : exitCode.fine;
}
