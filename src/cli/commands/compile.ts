import { watch } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { emitIr } from "../../compiler/emit/ir-text.js";
import { emitTypeScript, typescriptStyle } from "../../compiler/emit/typescript.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { requireIr } from "../require-ir.js";
import { load } from "../workspace.js";
import { writeWhole } from "../../runtime/run/write-whole.js";

interface Options {
  readonly target: "ts" | "ir";
  readonly output?: string;
  readonly watch?: true;
}

/** `regnet compile FILE`: one target, printed or written. */
export async function compile(host: Host, file: string, options: Options): Promise<ExitCode> {
  const first = await once(host, file, options);
  if (!options.watch) return first;
  host.say(`watching ${file}; Ctrl-C ends\n`);
  let waiting: NodeJS.Timeout | undefined;
  const watcher = watch(file, () => {
    // Editors write in several steps: compile once they are done.
    clearTimeout(waiting);
    waiting = setTimeout(
      () =>
        void once(host, file, options).catch((error: unknown) =>
          host.err(`error: ${error instanceof Error ? error.message : String(error)}\n`),
        ),
      50,
    );
  });
  await new Promise<void>((resolve) => process.once("SIGINT", resolve));
  watcher.close();
  return exitCode.fine;
}

async function once(host: Host, file: string, { target, output }: Options): Promise<ExitCode> {
  const ir = requireIr(host, await load(file));
  if (ir === null) return exitCode.input;
  const text =
    target === "ir"
      ? emitIr(ir)
      : await pretty(emitTypeScript(ir, { source: basename(file), dataFolder: dataFolder(file, output) }));
  if (output === undefined) host.out(text);
  else {
    await writeWhole(output, text);
    host.say(`wrote ${output}\n`);
  }
  return exitCode.fine;
}

/**
 * From the folder of the generated file to the spec's, whose data it reads; what is printed is meant to lie beside the
 * spec.
 */
function dataFolder(file: string, output: string | undefined): string {
  const folder = output === undefined ? "" : relative(dirname(resolve(output)), dirname(resolve(file)));
  return folder === "" ? "." : folder.split(sep).join("/");
}

/** The emitter does not care for line widths; prettier does. */
async function pretty(text: string): Promise<string> {
  const [{ format }, estree, typescript] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/estree"),
    import("prettier/plugins/typescript"),
  ]);
  return format(text, { ...typescriptStyle, plugins: [estree.default, typescript.default] });
}
