/** Why a path may not be written by a callback: it has to stay inside the run folder. Null: it may. */
export function runPathProblem(path: string): string | null {
  const parts = path.split(/[\\/]/);
  if (path === "" || parts.at(-1) === "") return `"${path}" names no file`;
  if (/^([\\/]|[A-Za-z]:)/.test(path))
    return `"${path}" is an absolute path; files of a run stay in its folder, so write a relative one`;
  return parts.includes("..") ? `"${path}" leads out of the run's folder; write a path without ..` : null;
}
