import { snakeCase } from "./snake-case.js";
import { asSpelled, excluded } from "./excluded.js";
import { planned, type KerasFamily } from "./missing.generated.js";

/** A name of Keras that is no word here; `reason` where it is left out for good, null where it is planned. */
export interface Missing {
  readonly name: string;
  readonly reason: string | null;
}

/** KerasHub has it instead of Keras, and published models of texts need it. */
const HUB = "PositionEmbedding";

const tables = new Map<KerasFamily, ReadonlyMap<string, Missing>>();

/** What of Keras is meant by a class's name or its snake_case; undefined: nothing that is missing here. */
export function missingFromKeras(written: string, families: readonly string[]): Missing | undefined {
  for (const family of families) {
    const found = isKerasFamily(family) ? table(family).get(written) : undefined;
    if (found) return found;
  }
  return undefined;
}

const isKerasFamily = (family: string): family is KerasFamily => Object.hasOwn(planned, family);

function table(family: KerasFamily): ReadonlyMap<string, Missing> {
  const known = tables.get(family);
  if (known) return known;
  const made = new Map<string, Missing>();
  const put = (name: string, missing: Missing): void => {
    const exact = missing.reason !== null && asSpelled.includes(missing.reason);
    for (const spelling of exact ? [name] : [name, snakeCase(name)])
      if (!made.has(spelling)) made.set(spelling, missing);
  };
  if (family === "layer") put(HUB, { name: HUB, reason: null });
  for (const name of planned[family]) put(name, { name, reason: null });
  for (const [name, reason] of Object.entries(excluded[family])) put(name, { name, reason });
  tables.set(family, made);
  return made;
}
