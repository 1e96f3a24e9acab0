import { copyFile, readFile, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { makeFolder } from "../../runtime/run/make-folder.js";
import { writeWhole } from "../../runtime/run/write-whole.js";

/** Each template is one of the specs that come with regnet, with its data: it trains as it stands. */
const templates: Readonly<Record<string, { readonly spec: string; readonly data: string; readonly about: string }>> = {
  table: { spec: "early-stopping.regnet", data: "iris.csv", about: "a table of numbers and a class, early stopping" },
  digits: { spec: "digits.regnet", data: "digits.csv", about: "L1, L2, dropout and early stopping together" },
  image: { spec: "digits-cnn.regnet", data: "digits.csv", about: "a small convolutional net" },
  "two-heads": { spec: "two-heads.regnet", data: "breast_cancer.csv", about: "two inputs, two outputs" },
};

/** The folder of specs that ships with regnet: beside dist/ in the package and in a checkout. */
const shipped = fileURLToPath(new URL("../specs/", import.meta.url));

/** `regnet init [folder] [--template T]`: a spec that trains, and its data. Never overwrites. */
export async function init(
  host: Host,
  folder: string | undefined,
  options: { readonly template: string },
): Promise<ExitCode> {
  const template = templates[options.template];
  if (!template) {
    const all = Object.entries(templates).map(([name, t]) => `    ${name.padEnd(10)} ${t.about}\n`);
    host.err(`error: there is no template ${options.template}\n  help: templates are\n${all.join("")}`);
    return exitCode.usage;
  }
  const target = resolve(host.cwd, folder ?? ".");
  const spec = join(target, template.spec);
  const data = join(target, "data", template.data);
  for (const path of [spec, data]) {
    if (await exists(path)) {
      host.err(
        `error: ${relative(host.cwd, path)} is already there; nothing was written\n  help: give another folder: ` +
          "regnet init my-model\n",
      );
      return exitCode.input;
    }
  }
  await makeFolder(join(target, "data"));
  await copyFile(join(shipped, "data", template.data), data);
  await writeWhole(spec, await readFile(join(shipped, template.spec)));
  const shown = relative(host.cwd, spec);
  host.out(`${shown}\n${relative(host.cwd, data)}\n`);
  host.say(`\nNext:\n  regnet check ${shown}\n  regnet train ${shown}\n`);
  return exitCode.fine;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
