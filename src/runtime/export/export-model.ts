import type { Ir } from "../../ir/ir.js";
import type { Preprocessing } from "../data/dataset.js";
import type { WeightValues } from "../engine/model-weights.js";
import { onnxModel } from "./onnx/onnx-model.js";
import { savedModel, SERVING } from "./saved-model.js";
import { writeExportedFile, writeExportedFolder } from "./write-exported.js";

/** What a model is exported from. */
export interface Exported {
  readonly ir: Ir;
  /** By `layer/weight`. */
  readonly weights: WeightValues;
  /** As fitted in training; null for a model that was not trained. Written beside the model, never into its graph. */
  readonly preprocessing: Preprocessing | null;
}

export interface ExportFormat {
  /** Writes it whole or not at all. */
  write(model: Exported, path: string, force: boolean): Promise<void>;
  /** Lines that load it elsewhere. */
  loading(path: string): readonly string[];
  /** Where the preprocessing went. */
  preprocessing(path: string): string;
}

const quoted = (path: string): string => JSON.stringify(path);

/** Formats by the name that `--format` takes. */
export const exportFormats = {
  "saved-model": {
    write: ({ ir, weights, preprocessing }, path, force) =>
      writeExportedFolder(path, savedModel(ir, weights, preprocessing), "saved_model.pb", force),
    loading: (path) => [
      `Python: tf.saved_model.load(${quoted(path)}).signatures["${SERVING}"]`,
      `tfjs-node: await tf.node.loadSavedModel(${quoted(path)})`,
    ],
    preprocessing: (path) => `${path}/assets.extra/preprocessing.json`,
  },
  tfjs: {
    write: async ({ ir, weights, preprocessing }, path, force) => {
      const { tfjsModel } = await import("./tfjs-model.js"); // the other formats do without TensorFlow.js
      await writeExportedFolder(path, await tfjsModel(ir, weights, preprocessing), "model.json", force);
    },
    loading: (path) => [
      `browser: await tf.loadLayersModel("<url of>/model.json")`,
      `tfjs-node: await tf.loadLayersModel(${quoted(`file://${path}/model.json`)})`,
    ],
    preprocessing: (path) => `${path}/model.json under userDefinedMetadata`,
  },
  onnx: {
    write: async ({ ir, weights, preprocessing }, path, force) =>
      writeExportedFile(path, onnxModel(ir, weights, preprocessing), force),
    loading: (path) => [
      `Python: onnxruntime.InferenceSession(${quoted(path)})`,
      `Node: await ort.InferenceSession.create(${quoted(path)})`,
    ],
    preprocessing: (path) => `the metadata of ${path} as regnet.preprocessing`,
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof exportFormats;
