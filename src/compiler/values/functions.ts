/** Functions of numbers that fold at compile time: name → number of arguments (null: one or more) and meaning. */
export const numberFunctions: Readonly<
  Record<string, { readonly arity: number | null; readonly apply: (...x: number[]) => number }>
> = {
  sqrt: { arity: 1, apply: Math.sqrt },
  log: { arity: 1, apply: Math.log },
  exp: { arity: 1, apply: Math.exp },
  pow: { arity: 2, apply: Math.pow },
  abs: { arity: 1, apply: Math.abs },
  min: { arity: null, apply: Math.min },
  max: { arity: null, apply: Math.max },
  round: { arity: 1, apply: halfToEven },
  floor: { arity: 1, apply: Math.floor },
};

/** As Python and Keras round. */
function halfToEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  return rest < 0.5 ? low : rest > 0.5 ? low + 1 : low % 2 === 0 ? low : low + 1;
}

/** Functions the training rows answer: name → whether it takes a column, and a value of it. */
export const measureFunctions = {
  count: { column: true, value: true },
  rows: { column: false, value: false },
  classes: { column: true, value: false },
  features: { column: false, value: false },
  mean: { column: true, value: false },
  std: { column: true, value: false },
} as const;

export const isMeasure = (name: string): name is keyof typeof measureFunctions => Object.hasOwn(measureFunctions, name);

/** All function names, for did-you-mean. */
export const functionNames: readonly string[] = [
  ...Object.keys(numberFunctions),
  ...Object.keys(measureFunctions),
  "dim",
];
