import { defineDiagnostics } from "../define.js";

/**
 * Models for other programs: what a format cannot hold, and where it is written. Never a spec's fault, so there are no
 * examples.
 */
export const exportCodes = defineDiagnostics({
  "export/not-recorded": {
    severity: "error",
    message: ({ cause }: { readonly cause: string }) => `the model cannot be written as a graph: ${cause}`,
    explain:
      "A SavedModel or ONNX file is a graph of operations for any number of rows. The layer named computes " +
      "something that no such graph expresses. " +
      "regnet itself can still evaluate and predict with the run folder.",
  },
  "export/not-in-onnx": {
    severity: "error",
    message: ({ op, layer, word }: { readonly op: string; readonly layer: string; readonly word: string }) =>
      `ONNX has no operation for TensorFlow's ${op}, which the layer ${layer} (${word}) needs`,
    explain:
      "The layers' computation is translated operation by operation into ONNX, opset 17. Random numbers (a layer " +
      "called with `training: true`) are what it " +
      "cannot say. The SavedModel format takes every operation.",
  },
  "export/not-in-tfjs": {
    severity: "error",
    message: ({ layer, word, reason }: { readonly layer: string; readonly word: string; readonly reason: string }) =>
      `model.json cannot hold the layer ${layer} (${word}): ${reason}`,
    explain:
      "A `model.json` names layers that the loading program must know, and anybody's TensorFlow.js knows those of " +
      "`tf.layers` only. Where tf.layers has no such layer, or one that does something else than Keras's (the " +
      "message says what), regnet uses its own, which a browser without regnet does not have.",
  },
  "export/too-large": {
    severity: "error",
    message: ({ bytes, limit }: { readonly bytes: number; readonly limit: number }) =>
      `the model has ${bytes} bytes of weights, and one graph file may have ${limit}`,
    explain:
      "A graph file is one protobuf message, which is limited to 2 GB. Larger models fit into the run folder only.",
  },
  "export/exists": {
    severity: "error",
    message: ({ path }: { readonly path: string }) => `${path} is there already`,
    explain:
      "Nothing is overwritten unasked. Give another name with `-o`, or say `--force` to replace it. Only what an " +
      "export wrote before is replaced, never another folder.",
  },
});
export type ExportFault = keyof typeof exportCodes;

/** What to do about each. */
export const exportHints: Readonly<Record<ExportFault, string>> = {
  "export/not-recorded": "use the run folder with `regnet predict`, or change that layer",
  "export/not-in-onnx": "export with --format saved-model, or change that layer",
  "export/not-in-tfjs": "export with --format saved-model, which TensorFlow.js converts and tfjs-node loads",
  "export/too-large": "make the model smaller",
  "export/exists": "give another name with -o, or replace it with --force",
};
