import { replace } from "../report.js";
import { isUnsure } from "../section.js";
import { defineLint } from "./lint.js";

const counted = (steps: number): string => (steps === 1 ? "1 step" : `${steps} steps`);

/** Steps of an epoch that the steps of a pass are no multiple of: then an epoch ends where the rows end. */
export const shortEpochs = defineLint({
  kinds: {
    "lints/short-epochs": {
      severity: "warning",
      message: ({
        steps,
        rows,
        pass,
        divisors,
      }: {
        steps: number;
        rows: number;
        pass: number;
        divisors: readonly number[];
      }) =>
        `a pass over the ${rows} training rows has ${counted(pass)}, so ` +
        `${steps > pass ? `no epoch has ${steps}` : `one epoch in ${Math.ceil(pass / steps)} has only ${pass % steps} of the ${steps}`}: ` +
        `write ${divisors.join(" or ")}, which leaves no step over`,
      explain:
        "An epoch goes on in the rows where the one before ended, and ends where the rows end, however many steps " +
        "are left: Keras warns then that the input ran out of data. Metrics of such an epoch are of fewer rows, and " +
        "what counts on steps_per_epoch, such as decay_steps=20 * steps_per_epoch, counts too many.",
    },
  },
  ofModel: ({ training, section, rows }, report) => {
    if (rows === null || rows < 1 || !training || !section) return;
    const { bound } = section;
    // A batch size that is wrong, or waits for a measured number, is not the default.
    if (isUnsure(section, "batch_size") || (bound.has("batch_size") && bound.stateOf("batch_size") !== "known")) return;
    const steps = bound.valueOf("steps_per_epoch");
    if (typeof steps !== "number") return;
    const pass = Math.ceil(rows / training.batch_size);
    if (pass % steps === 0) return;
    const divisors = steps > pass ? [pass] : nearestDivisors(pass, steps);
    const value = bound.expressionOf("steps_per_epoch");
    // What a name or arithmetic comes to is not mended here, and which of two divisors is meant is not known.
    const fixes = steps > pass && value?.kind === "number" ? [replace(`write ${pass}`, value.span, String(pass))] : [];
    report("lints/short-epochs", { steps, rows, pass, divisors }, bound.placeOf("steps_per_epoch")!, { fixes });
  },
});

/** The divisors of `n` next to `k`, below and above; an epoch of one step is nobody's wish. */
function nearestDivisors(n: number, k: number): readonly number[] {
  let below = 1;
  let above = n;
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    for (const divisor of [d, n / d]) {
      if (divisor < k && divisor > below) below = divisor;
      if (divisor > k && divisor < above) above = divisor;
    }
  }
  return below === 1 ? [above] : [below, above];
}
