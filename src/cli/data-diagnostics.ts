import { readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { CheckedFile } from "../compiler/check.js";
import { diagnose } from "../diagnostics/diagnose.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Failure } from "../diagnostics/failure.js";
import { suggest } from "../text/suggest.js";

/** What is only unknown because the data could not be read: said once, by whatever says why. */
const consequences = new Set(["data/not-at-hand", "shapes/measured"]);

/**
 * The diagnostics of a spec whose data source could not be read. A source that is there and broken is an error at its
 * place; one that is not there is a note to a check, which can go without it, and an error to what `needs` it.
 */
export async function withDataFailure(
  { diagnostics, requirements }: CheckedFile,
  failure: Failure,
  folder: string,
  needs: boolean,
): Promise<readonly Diagnostic[]> {
  const { source, sourceAt } = requirements;
  if (sourceAt === null || source === null) return diagnostics;
  const path = source.format === "sql" ? null : source.path;
  const absent = failure.code === "data-file/not-found" && path !== null && (await isAbsent(resolve(folder, path)));
  const near = absent ? await nearestFile(path, folder) : undefined;
  const fixes =
    near === undefined
      ? []
      : [{ title: `write "${near}"`, edits: [{ span: sourceAt.span, text: JSON.stringify(near) }] }];
  const related = diagnostics.filter((d) => !consequences.has(d.code));
  if (absent && !needs) {
    const why = diagnose(
      "data/not-at-hand",
      { why: `there is no file ${path}`, suggestion: near },
      { ...sourceAt, fixes },
    );
    // A measured value asks for the data at its own place, and the note says why they are not there.
    return [...diagnostics.filter((d) => d.code !== "data/not-at-hand"), why];
  }
  const hint = near === undefined ? failure.hint : `did you mean ${near}?`;
  return [
    ...related,
    {
      code: failure.code,
      severity: "error",
      message: hint === null ? failure.message : `${failure.message}; ${hint}`,
      path: sourceAt.path,
      span: sourceAt.span,
      related: [],
      fixes,
    },
  ];
}

const isAbsent = (path: string): Promise<boolean> =>
  stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );

/** A file of the same folder whose name is nearly the one asked for, as the spec would write it. */
async function nearestFile(path: string, folder: string): Promise<string | undefined> {
  const names = await readdir(dirname(resolve(folder, path))).catch((): string[] => []);
  const near = suggest(
    basename(path),
    names.slice(0, 2000).filter((name) => /\.(csv|tsv|tab|jsonl|ndjson|parquet)$/i.test(name)),
  );
  return near === undefined ? undefined : `${path.slice(0, path.length - basename(path).length)}${near}`;
}
