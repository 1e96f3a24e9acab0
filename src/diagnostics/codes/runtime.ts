import { defineDiagnostics } from "../define.js";

export const runtimeCodes = defineDiagnostics({
  "runtime/spec-too-large": {
    severity: "error",
    message: ({ path, bytes, limit }: { readonly path: string; readonly bytes: number; readonly limit: number }) =>
      `${path} has ${bytes} bytes, and a spec may have ${limit}`,
    explain:
      "A spec is a text that people read. Was a data file given in its place? Name the spec, and the data inside " +
      "it with `source:`.",
  },
  "runtime/file": {
    severity: "error",
    message: ({ sentence }: { readonly sentence: string }) => sentence,
    explain:
      "A file that was named cannot be read: it does not exist, is a folder, or its permissions forbid it. Check " +
      "the path and its spelling.",
  },
  "runtime/no-training": {
    severity: "error",
    message: ({ path, missing }: { readonly path: string; readonly missing: string }) =>
      `${path} has no ${missing} section, and training needs one`,
    explain:
      "A model alone can be checked, compiled and summarized. To train it, regnet needs to know how (`train { " +
      "optimizer: adam, loss: mse }`) " +
      'and on what (`data { source: "table.csv", target: price }`).',
  },
  "runtime/no-rows": {
    severity: "error",
    message: ({ run }: { readonly run: string }) => `${run} has neither test nor validation rows to evaluate`,
    explain:
      "The spec it was trained from sets no rows aside. Give a file with `--data`, or add `test: split(0.1, " +
      "seed=2)` to the spec's data.",
  },
  "runtime/data-changed": {
    severity: "error",
    message: ({ source, run }: { readonly source: string; readonly run: string }) =>
      `${source} is not what the run ${run} was trained on: its content has changed`,
    explain:
      "Rows are set aside for testing by their place in the file. In another file they would be other rows, maybe " +
      "ones the model has learnt. " +
      "Put the file back as it was, give the rows to use with `--data`, or train again.",
  },
  "runtime/other-preprocessing": {
    severity: "error",
    message: ({ run }: { readonly run: string }) => `the rows are not prepared as in the beginning of the run ${run}`,
    explain:
      "Categories, scaling and fills are fitted once, at the beginning of a run, and kept in preprocessing.json. A " +
      "run goes on with rows that are encoded by that: `loadDataset(data, model, { …, preprocessing: " +
      "run.preprocessing })`.",
  },
  "runtime/spec-changed": {
    severity: "error",
    message: ({ run }: { readonly run: string }) => `the run ${run} was begun with another spec, seed or flags`,
    explain:
      "A resumed run goes on to the numbers of an unbroken one, so it needs the same model, data, training, seed " +
      "and --no-shuffle. Only the " +
      ("number of epochs may change. The spec of the beginning lies in the run folder as spec.regnet; a seed and " +
        "flags that are left out are those of the beginning."),
  },
  "runtime/epochs-of-phases": {
    severity: "error",
    message: ({ phases }: { readonly phases: number }) =>
      `the spec trains in ${phases} phases, and --epochs does not say in which of them`,
    explain:
      "Each phase of a training has epochs of its own, and early stopping of its own. `--epochs` replaces those of a " +
      "training in one phase; of several, change them in the spec.",
  },
  "runtime/run-of-folds": {
    severity: "error",
    message: ({ run }: { readonly run: string }) =>
      `${run} is a run of several folds, each with a model of its own, and this needs one model`,
    explain:
      "A training over several folds judges a model: each fold trains it anew, with other validation rows. " +
      "`evaluate` takes the run as a whole and says mean and spread. To predict with one of the models, or to export " +
      "it, name its fold's folder, which is a run of its own.",
  },
  "runtime/weights-file": {
    severity: "error",
    message: ({ file, fault }: { readonly file: string; readonly fault: string }) =>
      `the weights of ${file} cannot be used: ${fault}`,
    explain:
      "`--weights` takes a `.keras` or a `.weights.h5` file of Keras 3. Its layers with weights have to be those of " +
      "the spec, those of models inside it included: as many, in the same order, with weights of the same shapes. " +
      "Names need not agree; where all do, they decide instead of the order. A `.weights.h5` file says the order of " +
      "equal classes only.",
  },
  "runtime/not-writable": {
    severity: "error",
    message: ({ path, why }: { readonly path: string; readonly why: string }) => `${path} cannot be written: ${why}`,
    explain:
      "What a command is to write is looked at before it begins its work, so that no training is lost at its end. " +
      "Nothing half written is left: " +
      "files are written beside their place and renamed.",
  },
  "runtime/other-engine": {
    severity: "error",
    message: ({
      run,
      flag,
      wanted,
      was,
    }: {
      readonly run: string;
      readonly flag: string;
      readonly wanted: string;
      readonly was: string;
    }) => `${flag} ${wanted} is asked for, but the run ${run} was begun with ${was}`,
    explain:
      "A resumed run goes on to the numbers of an unbroken one. Engines, back ends, numbers of threads and steps " +
      "that XLA compiled " +
      ("or not agree only up to rounding, so a run is finished with those it was begun with; they are written down " +
        "in its manifest, and --resume takes them by itself."),
  },
  "runtime/run-exists": {
    severity: "error",
    message: ({ run }: { readonly run: string }) => `${run} already holds a run`,
    explain:
      "A run is not overwritten. Give another folder with `--out`, go on with the one that is there with " +
      "`--resume`, or remove it.",
  },
  "runtime/run-in-use": {
    severity: "error",
    message: ({ run, owner }: { readonly run: string; readonly owner: string }) => `${owner} is training in ${run}`,
    explain:
      "Two trainings in one folder would overwrite each other's checkpoints. Wait until the other ends, or give " +
      "this one another folder with `--out`.\n\n" +
      "A training that was killed does not count: its lock is taken over.",
  },
  "runtime/index-outside": {
    severity: "error",
    message: ({
      input,
      value,
      layer,
      size,
    }: {
      readonly input: string;
      readonly value: number;
      readonly layer: string;
      readonly size: number;
    }) => `the input ${input} has the index ${value}, and ${layer} has entries 0 to ${size - 1}`,
    explain:
      "An embedding looks numbers up in a table of input_dim entries. What lies outside has no entry; TensorFlow " +
      "would stop at it or, where XLA compiles, " +
      "take the nearest entry without a word.\n\nRaise `input_dim` above the largest index, or mend the data.",
  },
  "runtime/wasm-gradient": {
    severity: "error",
    message: ({ layer }: { readonly layer: string }) =>
      `the wasm back end cannot train ${layer}: it has no right gradient of convolutions, embeddings and max pooling`,
    explain:
      "TensorFlow.js's WebAssembly back end lacks the kernels that convolutions and embeddings need in training " +
      "(tfjs issues 8474 and 8082), " +
      "and its gradient of max pooling is right for the first row of a batch only.\n\n" +
      ("Train with `--backend native`, which is also much faster, or with `--backend cpu`. `regnet doctor --fix` " +
        "sets the native engine up."),
  },
  "runtime/bad-run": {
    severity: "error",
    message: ({ file, fault }: { readonly file: string; readonly fault: string }) => `${file} ${fault}`,
    explain:
      "A run folder is read with distrust: every file has to be complete, of the size it states, and made for the " +
      "model beside it.\n\n" +
      ("The folder was damaged, was written by another version of regnet, or is no run folder. Train again, or " +
        "point to the folder that ") +
      "`regnet train` named at its end.",
  },
  "runtime/other-optimizer": {
    severity: "error",
    message: ({ why }: { readonly why: string }) => `the stored optimizer state does not fit this model: ${why}`,
    explain:
      "An optimizer remembers numbers for every weight (momentum, moving averages), and goes on with them. State of " +
      "another model, or of another optimizer, is of no use to it.",
  },
  "runtime/outside-run": {
    severity: "error",
    message: ({ path }: { readonly path: string }) => `${path} lies outside the run folder`,
    explain:
      "What a callback saves during training goes into the run folder: give it a path inside, such as `best.weights`.",
  },
});
