import type * as tfjs from "@tensorflow/tfjs";

const done = new WeakSet<object>();

/**
 * Keeps TensorFlow.js's plain back end from printing a banner on its first tensor in Node, whoever makes it: what runs
 * is said by regnet, in a line of its own, where it is known.
 */
export function quietCpu(tf: typeof tfjs): void {
  const { registry, registryFactory } = tf.engine();
  if (registry["cpu"]) quiet(registry["cpu"]);
  const there = registryFactory["cpu"];
  if (!there || done.has(there.factory)) return;
  const factory = (): ReturnType<typeof there.factory> => quiet(there.factory());
  done.add(factory);
  registryFactory["cpu"] = { ...there, factory };
}

/** The banner's own switch. */
const quiet = <B>(backend: B): B => Object.assign(backend as object, { firstUse: false }) as B;
