/** Names of other libraries, as far as they can be told from the files of a spec by their form. */

const DOTTED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;
const modules = new Set(
  (
    "tf keras layers nn F torch K np jnp jax tfl self model models regularizers optimizers losses metrics callbacks " +
    "initializers constraints activations"
  ).split(" "),
);
const fileEndings = new Set(
  (
    "csv tsv tab jsonl ndjson json parquet keras h5 txt xlsx xls regnet sql db png jpg jpeg gz zip npy npz md py ts " +
    "js yaml yml"
  ).split(" "),
);

/**
 * Whether a text without quotes is a name with dots (`layers.Dense`) and not a file's. `called`: a parenthesis touches
 * it.
 */
export function isDottedName(text: string, called: boolean): boolean {
  if (text.length > 100 || !DOTTED.test(text)) return false;
  const parts = text.split(".");
  return called || (modules.has(parts[0]!) && !fileEndings.has(parts.at(-1)!));
}

export const lastPart = (text: string): string => text.slice(text.lastIndexOf(".") + 1);

/** As Keras turns class names into names: `MaxPooling2D` → `max_pooling2d`; what is no class name stays. */
const snake = (name: string): string =>
  /^[A-Z]/.test(name)
    ? name
        .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
        .replace(/([a-z])([A-Z])/g, "$1_$2")
        .toLowerCase()
    : name;

/** A call as another library writes it, `layers.Dense(32)`, with its name as regnet writes names. */
export const ownForm = (text: string): string =>
  text.replace(/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/, (name) => snake(lastPart(name)));
