import { emit, ints, scalar, tensorConstant, typed } from "../../../program/emit.js";
import type { Value } from "../../../program/node.js";
import type { Signature } from "../saved-model/program.js";
import type { MainScope, VariableSpec } from "./scope.js";

type Variables = readonly (readonly [string, VariableSpec])[];

// TensorFlow prepares every signature anew when it first runs, some 15 ms each: what is set together has one signature.

/** Sets variables from inputs of the names given. */
export function setter(
  main: MainScope,
  variables: readonly { readonly input: string; readonly variable: string }[],
  constants: readonly { readonly variable: string; readonly initial: number }[] = [],
): Signature {
  const inputs: Record<string, Value> = {};
  const changes = variables.map(({ input, variable }) => {
    const { type, shape } = main.spec(variable);
    inputs[input] = main.placeholder(type, shape);
    return main.assign(variable, main.copied(inputs[input]));
  });
  const starts = constants.map(({ variable, initial }) => {
    const shape = main.spec(variable).shape as number[];
    const value = emit(
      main.g,
      "Fill",
      [ints(main.g, shape), scalar(main.g, initial)],
      { T: typed("float32"), index_type: typed("int32") },
      { name: "output", type: "float32", shape },
    );
    return main.assign(variable, value);
  });
  return { inputs, outputs: { done: main.once(scalar(main.g, 0), [...changes, ...starts]) } };
}

/**
 * Fills the variables of a data set: `fill:<place>` with whole arrays, by variable; or `new:<place>`, which makes them
 * empty at their full length (inputs: each one's sizes), and `put:<place>` piece by piece (inputs: `places` and parts
 * by variable), so that no second copy of a large set ever exists.
 */
export function fillers(main: MainScope, place: string, variables: Variables): Readonly<Record<string, Signature>> {
  const sizes: Record<string, Value> = {};
  const parts: Record<string, Value> = {};
  const emptied = variables.map(([name, { type, shape }]) => {
    sizes[name] = main.placeholder("int32", [shape.length]);
    const zero = tensorConstant(
      main.g,
      type === "int32" ? new Int32Array(1) : new Float32Array(1),
      [],
      type === "int32" ? "int32" : "float32",
    );
    return main.assign(
      name,
      emit(
        main.g,
        "Fill",
        [sizes[name], zero],
        { T: typed(type), index_type: typed("int32") },
        { name: "output", type, shape },
      ),
    );
  });
  const places = main.placeholder("int32", [null]);
  const put = variables.map(([name, { type, shape }]) => {
    parts[name] = main.placeholder(type, [null, ...shape.slice(1)]);
    return main.update("ResourceScatterUpdate", name, [places, parts[name]], {
      dtype: typed(type),
      Tindices: typed("int32"),
    });
  });
  const done = (after: typeof put): Signature["outputs"] => ({ done: main.once(scalar(main.g, 0), after) });
  return {
    [`fill:${place}`]: setter(
      main,
      variables.map(([name]) => ({ input: name, variable: name })),
    ),
    [`new:${place}`]: { inputs: sizes, outputs: done(emptied) },
    [`put:${place}`]: { inputs: { places, ...parts }, outputs: done(put) },
  };
}
