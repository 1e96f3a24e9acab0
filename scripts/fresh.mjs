// Whether what is built is newer than what it is built from.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path, { withFileTypes: true }).reduce(
    (time, { name }) => Math.max(time, newest(join(path, name))),
    0,
  );
}

/** `built` and `sources` relative to `root`; what is not there is not fresh. */
export function isFresh(root, built, sources) {
  const from = Math.max(...sources.map((source) => newest(join(root, source))));
  return built.every((file) => existsSync(join(root, file)) && statSync(join(root, file)).mtimeMs >= from);
}
