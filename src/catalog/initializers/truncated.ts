import type { Random } from "../../tensor/random.js";

/** A standard normal number, drawn again until it lies within two deviations; its own deviation is 0.87962566. */
export function truncated(random: Random): number {
  for (;;) {
    const z = random.normal();
    if (Math.abs(z) < 2) return z;
  }
}
