import { stat } from "node:fs/promises";
import { modelShapes } from "../../catalog/model-shapes.js";
import { exportFormats, type Exported, type ExportFormatName } from "../../runtime/export/export-model.js";
import { initialWeights } from "../../runtime/graph/initial-weights.js";
import { openRun, readWeights } from "../../runtime/run/run-folder.js";
import { exitCode, type ExitCode, type Host } from "../host.js";
import { requireIr } from "../require-ir.js";
import { load } from "../workspace.js";

interface Options {
  readonly format: ExportFormatName;
  readonly output: string;
  readonly force?: true;
}

/** `regnet export RUN|FILE --format F -o OUT`: the trained model of a run, or a spec's as it starts. */
export async function exportModel(host: Host, source: string, options: Options): Promise<ExitCode> {
  const model = await modelOf(host, source);
  if (model === null) return exitCode.input;
  const format = exportFormats[options.format];
  await format.write(model, options.output, options.force === true);
  const { inputs, outputs } = model.ir.model;
  const shapes = modelShapes(model.ir.model);
  const shown = (tensor: string): string =>
    `[${shapes
      .get(tensor)!
      .map((d) => d ?? "rows")
      .join(", ")}]`;
  const features = inputs.map(({ name }) => `${name} ${shown(name)}`);
  const results = outputs.map(({ name, tensor }) => `${name} ${shown(tensor)}`);
  host.say(`wrote ${options.output}: inputs ${features.join(", ")}; outputs ${results.join(", ")}\n`);
  for (const line of format.loading(options.output)) host.say(`  ${line}\n`);
  host.say(
    model.preprocessing === null
      ? "the weights are those the spec starts with: export a run folder for trained ones\n"
      : "its inputs are features after preprocessing; what was fitted in training is in " +
          `${format.preprocessing(options.output)}\n`,
  );
  return exitCode.fine;
}

async function modelOf(host: Host, source: string): Promise<Exported | null> {
  const isFolder = await stat(source).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (isFolder) {
    const run = await openRun(source);
    return { ir: run.ir, weights: await readWeights(run), preprocessing: run.preprocessing };
  }
  const ir = requireIr(host, await load(source));
  return ir && { ir, weights: initialWeights(ir.model), preprocessing: null };
}
