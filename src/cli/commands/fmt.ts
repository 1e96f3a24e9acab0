import { format } from "../../format/format.js";
import { FormatError } from "../../format/format-error.js";
import { renderPretty } from "../../diagnostics/render-pretty.js";
import { sourceFile } from "../../text/source-file.js";
import { reportCrash } from "../crash.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { readSpec } from "../workspace.js";
import { writeWhole } from "../../runtime/run/write-whole.js";

/** `regnet fmt FILE… [--check]`: canonical form, in place. Files with syntax errors are left as they are. */
export async function fmt(host: Host, files: readonly string[], options: { readonly check?: true }): Promise<ExitCode> {
  let result = exitCode.fine as ExitCode;
  const worse = (code: ExitCode): void => void (result = Math.max(result, code));
  for (const file of files) {
    try {
      const text = await readSpec(file);
      const formatted = await format(text, { path: file });
      if (formatted === text) continue;
      if (options.check) {
        host.out(`${file}\n`);
        worse(exitCode.input);
        continue;
      }
      await writeWhole(file, formatted);
      host.say(`formatted ${file}\n`);
    } catch (error) {
      if (error instanceof FormatError) {
        host.err(
          renderPretty([{ source: sourceFile(file, await readSpec(file)), diagnostics: error.diagnostics }], {
            color: host.color,
            width: host.columns,
          }),
        );
        worse(exitCode.input);
      } else worse(reportCrash(host, error));
    }
  }
  if (options.check && result === exitCode.input) host.say("help: regnet fmt rewrites these files\n");
  return result;
}
