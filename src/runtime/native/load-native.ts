import { join } from "node:path";
import type * as tfjs from "@tensorflow/tfjs";
import type { Failure } from "../../diagnostics/failure.js";
import { restoreUtil, type NativeEnvironment } from "./environment.js";
import { nativeBinding, type NativeBinding } from "./native-binding.js";
import { nativeFailure, oneLine } from "./native-failure.js";
import { sharingTfjs } from "./share-tfjs.js";

type Tfjs = typeof tfjs;
type Router = Parameters<typeof tfjs.io.registerLoadRouter>[0];

/** A SavedModel signature as tfjs-node runs it. */
interface SavedModel {
  predict(inputs: tfjs.Tensor | tfjs.Tensor[] | tfjs.NamedTensorMap): tfjs.Tensor | tfjs.Tensor[] | tfjs.NamedTensorMap;
  dispose(): void;
}

/**
 * TensorFlow.js on TensorFlow's CPU library: `tf` is the same object that `import * as tf from "@tensorflow/tfjs"`
 * gives.
 */
export interface NativeEngine extends NativeBinding {
  readonly tf: Tfjs;
  readonly node: {
    loadSavedModel(path: string, tags?: readonly string[], signature?: string): Promise<SavedModel>;
    getMetaGraphsFromSavedModel(path: string): Promise<readonly object[]>;
    getNumOfSavedModels(): number;
  };
}

export type NativeResult =
  { readonly ok: true; readonly engine: NativeEngine } | { readonly ok: false; readonly failure: Failure };

let engine: Promise<NativeResult> | null = null;

/**
 * Makes `tensorflow` the backend of regnet's tfjs, as tfjs-node's `dist/index.js` does but with the addon of the cache
 * and without node-pre-gyp, and with `file://` for saving and loading. Does not download anything: see `setUpNative`.
 */
export async function loadNative(wanted: NativeEnvironment = {}): Promise<NativeResult> {
  const result = await (engine ??= start(wanted));
  if (!result.ok) engine = null;
  return result;
}

async function start(wanted: NativeEnvironment): Promise<NativeResult> {
  const found = await nativeBinding(wanted);
  if (!found.ok) return found;
  const { native } = found;
  restoreUtil();
  try {
    const { tf, node, fileSystem, Backend } = sharingTfjs(native.tfjsNode, (require) => {
      const part = (name: string): unknown => require(join(native.tfjsNode, "dist", name));
      const tf = require("@tensorflow/tfjs") as Tfjs;
      const { NodeJSKernelBackend: Backend } = part("nodejs_kernel_backend.js") as {
        NodeJSKernelBackend: new (binding: unknown, name: string) => tfjs.KernelBackend;
      };
      part("register_all_kernels.js");
      const { nodeFileSystemRouter: fileSystem } = part(join("io", "file_system.js")) as {
        nodeFileSystemRouter: Router;
      };
      const { loadSavedModel, getMetaGraphsFromSavedModel, getNumOfSavedModels } = part(
        "saved_model.js",
      ) as NativeEngine["node"];
      return { tf, fileSystem, Backend, node: { loadSavedModel, getMetaGraphsFromSavedModel, getNumOfSavedModels } };
    });
    // Its type says less than what comes: null before anything is registered.
    if ((tf.findBackendFactory("tensorflow") as unknown) === null) {
      tf.registerBackend("tensorflow", () => new Backend(native.binding, "@tensorflow/tfjs-node"), 3);
      tf.io.registerLoadRouter(fileSystem);
      tf.io.registerSaveRouter(fileSystem);
    }
    if (!(await tf.setBackend("tensorflow"))) throw new Error("tfjs could not start its tensorflow backend");
    return { ok: true, engine: { ...native, tf, node } };
  } catch (error) {
    return {
      ok: false,
      failure: nativeFailure("native/not-loading", { file: native.tfjsNode, output: oneLine(error) }),
    };
  }
}
