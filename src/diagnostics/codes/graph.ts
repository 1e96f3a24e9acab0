import { defineDiagnostics } from "../define.js";

/** What an engine is wanted for. */
export type GraphWork = "train" | "evaluate" | "predict";

const doing: Readonly<Record<GraphWork, string>> = { train: "training", evaluate: "evaluating", predict: "predicting" };

/** The graph engine: never a spec's fault, so there are no examples. */
export const graphCodes = defineDiagnostics({
  "graph/not-honoured": {
    severity: "info",
    message: ({ work, cause }: { readonly work: GraphWork; readonly cause: string }) =>
      `${doing[work]} on the layers engine, which is slower, because ${cause}`,
    explain:
      "The graph engine compiles a whole training step into one TensorFlow graph. It takes every word of the " +
      "vocabulary whose computation it " +
      ("can record and differentiate, and needs the native engine. What it cannot take trains on the layers " +
        "engine, with the same numbers, only slower."),
  },
  "graph/not-possible": {
    severity: "error",
    message: ({ work, cause }: { readonly work: GraphWork; readonly cause: string }) =>
      `the graph engine cannot ${work}${work === "predict" ? "" : " this"}: ${cause}`,
    explain:
      "The graph engine was asked for by name, and the spec has a word it cannot compile yet. `--engine auto` " +
      "takes the layers engine there.",
  },
  "graph/not-loading": {
    severity: "error",
    message: ({ said }: { readonly said: string }) => `TensorFlow refuses the training graph: ${said}`,
    explain:
      "The graph engine writes a training step as a TensorFlow graph, and this machine's TensorFlow library does " +
      "not take it: it is older than " +
      "the operations used, or was built without them. The layers engine needs less.",
  },
  "graph/not-running": {
    severity: "error",
    message: ({ said }: { readonly said: string }) => `the training graph failed while it ran: ${said}`,
    explain:
      "TensorFlow ended a call of the compiled training graph with an error. Most often memory ran out, or an " +
      "index in the data is outside the " +
      "range that an embedding or a loss on class indices allows.",
  },
  "graph/worker-ended": {
    severity: "error",
    message: ({ said }: { readonly said: string }) => `the thread that trains ended before its work was done: ${said}`,
    explain:
      "The graph engine trains in a worker thread so that the process stays responsive. That thread ended, most " +
      "likely for want of memory.",
  },
});

export type GraphFault = "graph/not-possible" | "graph/not-loading" | "graph/not-running" | "graph/worker-ended";

/** What to do about each. */
export const graphHints: Readonly<Record<GraphFault, string>> = {
  "graph/not-possible": "leave out `--engine graph`: the layers engine takes it",
  "graph/not-loading": "train with `--engine layers`, or run `npx regnet doctor --fix` for a newer TensorFlow",
  "graph/not-running": "check the data, lower batch_size, or train with `--engine layers`",
  "graph/worker-ended": "lower batch_size, or train with `--engine layers`",
};
