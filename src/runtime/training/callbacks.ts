import { wordNamed } from "../../catalog/lookup.js";
import type { Action, EpochEnd } from "../../catalog/word.js";
import type { Value, WordCall } from "../../ir/value.js";

/** Where each callback stands: plain JSON, so that a resumed run goes on exactly. */
export type CallbackStates = readonly Value[];

export interface Wanted {
  readonly action: Action;
  /** Place of the callback in the list: whose remembered weights are meant. */
  readonly callback: number;
}

export interface Told {
  readonly states: CallbackStates;
  readonly wanted: readonly Wanted[];
}

type Answer = { readonly state: Value; readonly actions: readonly Action[] } | undefined;

function tell(
  callbacks: readonly WordCall[],
  states: CallbackStates,
  ask: (callback: WordCall, state: Value) => Answer,
): Told {
  const answers = callbacks.map((callback, i) => ask(callback, states[i]!));
  return {
    states: answers.map((answer, i) => (answer ? answer.state : states[i]!)),
    wanted: answers.flatMap((answer, callback) => (answer?.actions ?? []).map((action) => ({ action, callback }))),
  };
}

/** The callbacks of a training before its first epoch. */
export const startCallbacks = (callbacks: readonly WordCall[]): CallbackStates =>
  callbacks.map((callback) => wordNamed("callback", callback.word).start(callback.args) as Value);

export const tellEpochBegin = (
  callbacks: readonly WordCall[],
  states: CallbackStates,
  epoch: number,
  learningRate: number,
): Told =>
  tell(callbacks, states, (callback, state) =>
    wordNamed("callback", callback.word).epochBegin?.(callback.args, state, epoch, learningRate),
  );

/** A learning rate set by one callback is the one that the next sees. */
export function tellEpochEnd(callbacks: readonly WordCall[], states: CallbackStates, end: EpochEnd): Told {
  let learningRate = end.learningRate;
  return tell(callbacks, states, (callback, state) => {
    const answer = wordNamed("callback", callback.word).epochEnd?.(callback.args, state, { ...end, learningRate });
    for (const action of answer?.actions ?? []) if (action.do === "learning_rate") learningRate = action.value;
    return answer;
  });
}

export const tellTrainEnd = (callbacks: readonly WordCall[], states: CallbackStates): Told =>
  tell(callbacks, states, (callback, state) => wordNamed("callback", callback.word).trainEnd?.(callback.args, state));
