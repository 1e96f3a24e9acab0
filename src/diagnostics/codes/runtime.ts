import { defineDiagnostics } from "../define.js";

export const runtimeCodes = defineDiagnostics({
  "runtime/wasm-gradient": {
    severity: "error",
    message: ({ layer }: { readonly layer: string }) => `the wasm back end cannot train ${layer}: it has no gradient of convolutions and embeddings`,
    explain:
      "TensorFlow.js's WebAssembly back end lacks the kernels that convolutions and embeddings need in training (tfjs issues 8474 and 8082).\n\n" +
      "Train with `--backend native`, which is also much faster, or with `--backend cpu`. `regnet doctor --fix` sets the native engine up.",
  },
  "runtime/bad-run": {
    severity: "error",
    message: ({ file, fault }: { readonly file: string; readonly fault: string }) => `${file} ${fault}`,
    explain:
      "A run folder is read with distrust: every file has to be complete, of the size it states, and made for the model beside it.\n\n" +
      "The folder was damaged, was written by another version of regnet, or is no run folder. Train again, or point to the folder that " +
      "`regnet train` named at its end.",
  },
  "runtime/outside-run": {
    severity: "error",
    message: ({ path }: { readonly path: string }) => `${path} lies outside the run folder`,
    explain: "What a callback saves during training goes into the run folder: give it a path inside, such as `best.weights`.",
  },
});
