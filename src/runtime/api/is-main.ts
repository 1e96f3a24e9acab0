import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Whether a module is the program that node was started with: `if (isMain(import.meta.url)) await train();`. */
export function isMain(moduleUrl: string): boolean {
  const started = process.argv[1];
  if (started === undefined || !moduleUrl.startsWith("file:")) return false;
  const real = (path: string): string | null => {
    try {
      return realpathSync(path);
    } catch {
      return null; // such as `node digits` for digits.js: node adds the ending, the file system does not
    }
  };
  const own = real(fileURLToPath(moduleUrl));
  return (
    own !== null && [started, `${started}.js`, `${started}.mjs`, `${started}.ts`].some((path) => real(path) === own)
  );
}
