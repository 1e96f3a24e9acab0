import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { compileAddon, type CompileTools } from "./compile-addon.js";
import type { FoundProgram } from "./find-programs.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import { unzip, type UnpackedFile } from "./unzip.js";
import { pipDownloadArguments, pythonVersions, wheelMember, type WheelPlan } from "./wheel-plan.js";
import { entryPath } from "../entry-path.js";

export interface WheelTools extends CompileTools {
  readonly pip: FoundProgram;
  readonly nodeHeaders: string;
  readonly sources: string;
}

/**
 * Makes an engine in `folder` out of TensorFlow's Python wheel: download, unpack 20 of its 15,000 files, compile, clear
 * away.
 */
export async function buildFromWheel(
  plan: WheelPlan,
  folder: string,
  tools: WheelTools,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  onLine(
    `downloading TensorFlow ${plan.version} (the Python wheel ${plan.project}, ${plan.megabytes} MB) with ` +
      `${tools.pip.command}`,
  );
  const downloads = join(folder, "download");
  await mkdir(downloads, { recursive: true });
  const wheel = await download(plan, downloads, tools, onLine, signal);

  onLine("unpacking TensorFlow's library (850 MB)");
  const unpacked = await unzip(wheel, folder, (name) => wheelMember(plan, name), signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw nativeFailure("native/bad-archive", { file: wheel, why: oneLine(error) });
  });
  await checkAgainstRecord(plan, wheel, unpacked);
  await rm(downloads, { recursive: true });

  onLine(`compiling tfjs-node's two C++ files with ${tools.compiler.command} (about ten seconds)`);
  await compileAddon(
    { sources: tools.sources, nodeHeaders: tools.nodeHeaders, folder, libraries: plan.libraries },
    tools,
    signal,
  );
  await rm(join(folder, "include"), { recursive: true });
  await rm(join(folder, "RECORD"));
}

async function download(
  plan: WheelPlan,
  to: string,
  { pip, machine, run }: WheelTools,
  onLine: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  let output = "";
  // pip writes to a temporary folder first: inside ours, its progress can be seen and nothing is left behind elsewhere.
  const temporary = join(to, "temporary");
  await mkdir(temporary, { recursive: true });
  const watch = watchSize(to, plan.megabytes, onLine);
  try {
    for (const python of pythonVersions) {
      const env = { ...machine.env, TMPDIR: temporary };
      const ran = await run(pip.command, [...pip.args, ...pipDownloadArguments(plan, python, to)], {
        env,
        ...(signal && { signal }),
      });
      signal?.throwIfAborted();
      const wheel = (await readdir(to)).find((file) => file.endsWith(".whl"));
      if (ran.code === 0 && wheel !== undefined) return join(to, wheel);
      output ||= ran.tail;
      // Only a missing file for this Python makes another worth trying; a network that is down stays down.
      if (!/no matching distribution/i.test(ran.tail)) break;
    }
  } finally {
    clearInterval(watch);
  }
  throw nativeFailure("native/no-wheel", { name: `${plan.project} ${plan.version}`, output });
}

function watchSize(folder: string, megabytes: number, onLine: (line: string) => void): NodeJS.Timeout {
  let shown = 0;
  const timer = setInterval(() => {
    void folderSize(folder).then((bytes) => {
      const done = Math.min(99, Math.floor(bytes / 1e4 / megabytes));
      if (done < shown + 10) return;
      shown = done - (done % 10);
      onLine(`downloaded ${Math.min(megabytes, Math.round(bytes / 1e6))} of ${megabytes} MB`);
    });
  }, 2_000);
  timer.unref();
  return timer;
}

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((each) => each.isFile())
    .map((each) =>
      stat(entryPath(each)).then(
        (it) => it.size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Compares what was unpacked with the hashes in the wheel's own RECORD. */
export async function checkAgainstRecord(
  plan: WheelPlan,
  wheel: string,
  unpacked: readonly UnpackedFile[],
): Promise<void> {
  const missing = [
    ...plan.libraries.map((each) => `tensorflow/${each}`),
    "tensorflow/include/tensorflow/c/c_api.h",
  ].find((name) => !unpacked.some((file) => file.name === name));
  if (missing !== undefined) throw nativeFailure("native/bad-archive", { file: wheel, why: `${missing} is not in it` });
  const record = unpacked.find((file) => file.name.endsWith("/RECORD"));
  if (record === undefined) throw nativeFailure("native/bad-archive", { file: wheel, why: "it has no list of hashes" });
  const lines = new Set((await readFile(record.path, "utf8")).split(/\r?\n/));
  const changed = unpacked.find(
    (file) => file !== record && !lines.has(`${file.name},sha256=${file.sha256},${file.size}`),
  );
  if (changed !== undefined)
    throw nativeFailure("native/bad-archive", { file: wheel, why: `${changed.name} differs from its recorded hash` });
}
