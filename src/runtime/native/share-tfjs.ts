import Module, { createRequire } from "node:module";

type Resolve = (request: string, parent: unknown, isMain: boolean, options?: unknown) => string;

/**
 * Runs `work`, a series of `require`s, while every request of tfjs-node's files (in `tfjsNode`) for a tfjs package gets
 * regnet's own copy: tfjs-node's JavaScript may lie in the cache folder, where there is none, or beside another
 * version. Two copies would be two engines that do not see each other's tensors. The hook is in place only during the
 * synchronous `work`.
 */
export function sharingTfjs<T>(tfjsNode: string, work: (require: NodeJS.Require) => T): T {
  const own = createRequire(import.meta.url);
  // The parts of tfjs are those that tfjs itself uses, wherever npm has put them.
  const beside = createRequire(own.resolve("@tensorflow/tfjs"));
  const module = Module as unknown as { _resolveFilename: Resolve };
  const resolve = module._resolveFilename;
  module._resolveFilename = function (request, parent, isMain, options) {
    const from = (parent as { filename?: string | null } | null)?.filename ?? "";
    if (!from.startsWith(tfjsNode) || !request.startsWith("@tensorflow/tfjs"))
      return resolve.call(this, request, parent, isMain, options);
    return request === "@tensorflow/tfjs" ? own.resolve(request) : beside.resolve(request);
  };
  try {
    return work(own);
  } finally {
    module._resolveFilename = resolve;
  }
}
