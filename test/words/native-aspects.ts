import type { LayerWord } from "../../src/catalog/word.js";
import type { TfjsBinding } from "../../src/runtime/native/index.js";
import { agreementFaults, resultFaults, type Faults } from "./aspects.js";
import { differenceFault } from "./differences.js";
import { runEagerly } from "./eager.js";
import { knownFault } from "./known-faults.js";
import { titleOf, type LayerCase } from "./layer-case.js";
import { RecordedCases } from "./recorded.js";

/** TensorFlow's kernels, oneDNN's among them, add up in other orders than Keras on JAX. */
const TOLERANCES = { value: 1e-5, gradient: 5e-5 };

/**
 * Cases of one word, recorded and run by TensorFlow: with a batch of known size and what Keras drew they give Keras's
 * results and gradients; with open rows, drawing by themselves, the layers engine's results.
 */
export function nativeFaults(binding: TfjsBinding, word: LayerWord, all: readonly LayerCase[]): Faults {
  const cases = all.filter((c) => c.refused === undefined && knownFault(c) === null);
  const program = new RecordedCases();
  const numbered = cases.map((c) => [c, program.add(word, c), program.add(word, c, { open: true })] as const);
  try {
    program.open(binding);
    return numbered.flatMap(([c, known, open]) => {
      const got = program.run(known, c);
      const faults = [
        ...resultFaults(c, got, TOLERANCES),
        ...(c.kinked === undefined && got.gradients.length > 0
          ? [differenceFault(c, got.gradients, (moved) => program.total(known, moved))].filter((f) => f !== null)
          : []),
        ...agreementFaults(program.run(open, c), { ...runEagerly(word, c, true), gradients: [] }).map(
          (f) => `with open rows, against the layers engine: ${f}`,
        ),
      ];
      return faults.map((f) => `${titleOf(c)}: ${f}`);
    });
  } finally {
    program.close();
  }
}
