import * as tf from "@tensorflow/tfjs";
import { appliedIn } from "../../catalog/applied-node.js";
import { layerCall, unlikeTfjs } from "../../catalog/layer-call.js";
import { modelShapes } from "../../catalog/model-shapes.js";
import { exportCodes } from "../../diagnostics/codes/export.js";
import type { Ir } from "../../ir/ir.js";
import { isWordCall } from "../../ir/value.js";
import type { Preprocessing } from "../data/dataset.js";
import { buildModel } from "../engine/build-model.js";
import { setWeights, type WeightValues } from "../engine/model-weights.js";
import { exportFailure } from "./export-failure.js";
import { plainTopology, withForgotten } from "./plain-topology.js";
import { withoutTrainingLayers } from "./without-training-layers.js";
import type { ExportedFiles } from "./write-exported.js";

/**
 * A folder that any TensorFlow.js loads with `tf.loadLayersModel`: `model.json` and `weights.bin`. The fitted
 * preprocessing is in `model.json` under `userDefinedMetadata`. Layers that do nothing outside training are left out.
 *
 * @throws Failure that names the first layer which TensorFlow.js lacks or computes otherwise than Keras
 */
export async function tfjsModel(
  trained: Ir,
  weights: WeightValues,
  preprocessing: Preprocessing | null,
): Promise<ExportedFiles> {
  const ir = { ...trained, model: withoutTrainingLayers(trained.model) };
  const given = tfArguments(ir);
  const model = buildModel(ir, "export");
  try {
    const kept = new Set(
      ir.model.layers.flatMap((layer) => layer.weights.map((weight) => `${layer.name}/${weight.name}`)),
    );
    setWeights(model, Object.fromEntries(Object.entries(weights).filter(([name]) => kept.has(name))));
    const files = new Map<string, Uint8Array | string>();
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts;
        const data = tf.io.CompositeArrayBuffer.join(weightData);
        const described = {
          format,
          generatedBy,
          convertedBy: "regnet",
          modelTopology: withForgotten(plainTopology(modelTopology), given),
          weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
          ...(preprocessing === null ? {} : { userDefinedMetadata: { preprocessing } }),
        };
        files.set("model.json", `${JSON.stringify(described)}\n`).set("weights.bin", new Uint8Array(data));
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      }),
    );
    return files;
  } finally {
    model.dispose();
  }
}

/**
 * The plain arguments of each layer. Every layer has to be one of tf.layers as it is, and to run as the loading program
 * will run it.
 *
 * @throws Failure that names the first layer which is not
 */
function tfArguments({ model, seed }: Ir): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const shapes = modelShapes(model);
  const given = new Map<string, Readonly<Record<string, unknown>>>();
  for (const node of model.nodes) {
    const layer = model.layers.find(({ name }) => name === node.layer)!;
    const refuse = (reason: string): never => {
      throw exportFailure(
        "export/not-in-tfjs",
        exportCodes["export/not-in-tfjs"].message({ layer: layer.name, word: layer.word, reason }),
      );
    };
    const applied = appliedIn(layer, node, shapes);
    const unlike = unlikeTfjs(applied, layer.args);
    if (unlike !== null) refuse(unlike);
    const call = layerCall(layer, applied, seed, "export");
    if (node.call["training"] === true) refuse("its call says training: true, which model.json does not hold");
    given.set(layer.name, Object.fromEntries(call.args.filter(([, value]) => !isWordCall(value))));
  }
  return given;
}
