/**
 * The topology with TensorFlow.js's own values in place of regnet's: initializers are zeros, as the weights come from
 * the file; regularizers l1 and l2 are said in TensorFlow.js's words; what only training would need beyond that is left
 * out.
 */
export function plainTopology(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainTopology);
  if (typeof value !== "object" || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const config = given["config"] as
    { readonly word?: string; readonly args?: Readonly<Record<string, unknown>> } | undefined;
  switch (given["class_name"] ?? given["className"]) {
    case "RegnetInitializer":
      return { class_name: "Zeros", config: {} };
    case "RegnetRegularizer":
      return penalty(config?.word, config?.args ?? {});
    case "RegnetConstraint":
      return null;
    default:
      return Object.fromEntries(Object.entries(given).map(([name, inner]) => [name, plainTopology(inner)]));
  }
}

function penalty(word: string | undefined, args: Readonly<Record<string, unknown>>): unknown {
  const factor = (name: string): number => (typeof args[name] === "number" ? args[name] : 0);
  if (word !== "l1" && word !== "l2" && word !== "l1_l2") return null;
  return { class_name: "L1L2", config: { l1: word === "l2" ? 0 : factor("l1"), l2: word === "l1" ? 0 : factor("l2") } };
}

type Config = Readonly<Record<string, unknown>>;

/**
 * The topology with the arguments that TensorFlow.js forgets to write down, such as a separable convolution's
 * depth_multiplier.
 *
 * @param given by layer name, in TensorFlow.js's spelling
 */
export function withForgotten(topology: unknown, given: ReadonlyMap<string, Config>): unknown {
  const { config, ...rest } = topology as {
    readonly config: { readonly layers: readonly { readonly config: Config & { readonly name: string } }[] };
  };
  const layers = config.layers.map((layer) => {
    const said = Object.entries(given.get(layer.config.name) ?? {}).map(
      ([name, value]) => [snakeCase(name), value] as const,
    );
    return { ...layer, config: { ...Object.fromEntries(said), ...layer.config } };
  });
  return { ...rest, config: { ...config, layers } };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
