/** Ends a switch over a closed union: a missing case is a type error, and a bug report if it is ever reached. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
