import { wordNamed } from "../../catalog/lookup.js";
import type { LayerIr } from "../../ir/ir.js";
import { snakeCase } from "../../catalog/keras/snake-case.js";
import type { KerasLayer } from "./keras-layers.js";

/**
 * The file's layer for each of the spec's: by name where all names agree, else by order. A layer in a model answers to
 * its own name, too, where no other has it, and the only layer of a model to the model's, as a model of a single layer
 * is that layer in a spec.
 *
 * @param ordered whether the file says the order of its layers; else equal classes of one model have one
 * @throws Error saying why the two do not go together
 */
export function matchLayers(
  wanted: readonly LayerIr[],
  found: readonly KerasLayer[],
  ordered: boolean,
): readonly KerasLayer[] {
  const answers = namesOf(found);
  const named = wanted.flatMap(({ name }) => answers.get(name) ?? []);
  if (new Set(named).size === wanted.length) return named;
  return ordered ? found : byClass(wanted, found);
}

function namesOf(found: readonly KerasLayer[]): ReadonlyMap<string, KerasLayer> {
  const full = new Map<string, KerasLayer>();
  const short = new Map<string, KerasLayer | null>();
  const offer = (name: string, layer: KerasLayer): void => void short.set(name, short.has(name) ? null : layer);
  for (const layer of found) {
    full.set(layer.name, layer);
    if (layer.model === null) continue;
    offer(layer.name.slice(layer.model.length + 1), layer);
    if (found.filter(({ model }) => model === layer.model).length === 1) offer(layer.model, layer);
  }
  const alone = [...short].flatMap(([name, layer]) => (layer ? [[name, layer] as const] : []));
  return new Map([...alone, ...full]);
}

/** The first dense of the spec is the first Dense of the file, and so on. */
function byClass(wanted: readonly LayerIr[], found: readonly KerasLayer[]): readonly KerasLayer[] {
  const counts = new Map<string, number>();
  return wanted.map(({ name, word }) => {
    const kind = snakeCase(wordNamed("layer", word).keras ?? word);
    const equal = found.filter((layer) => layer.kind === kind);
    const models = new Set(equal.map(({ model }) => model));
    if (models.size > 1)
      throw new Error(
        `the names of its layers (${found.map((l) => l.name).join(", ")}) are not those of the spec, and it does not ` +
          "say in which order its models come, as a .keras file does",
      );
    const n = counts.get(kind) ?? 0;
    counts.set(kind, n + 1);
    const layer = equal[n];
    if (!layer) throw new Error(`it has ${equal.length} layers of the class ${kind}, and ${name} is one more`);
    return layer;
  });
}
