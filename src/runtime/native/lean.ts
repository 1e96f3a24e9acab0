/** The addon of `lean-source.ts`. */
export interface LeanAddon {
  begin(): void;
  end(): void;
}

let addon: LeanAddon | null = null;

/** Tells where the addon is; null: there is none, and work is done as it is. */
export const useLean = (found: LeanAddon | null): void => void (addon = found);

/**
 * Does what TensorFlow's library does once (load, open a session, prepare a signature, compile) while giving back
 * memory that holds nothing but parts of its files that were needed for a moment. Otherwise they would count as the
 * process's memory until its end.
 */
export function lean<T>(work: () => T): T {
  addon?.begin();
  try {
    return work();
  } finally {
    addon?.end();
  }
}
