/**
 * More than so many times the steps of the call before are not tried: a call that was cut short by chance says little.
 */
const GROWTH = 8;

/**
 * How many steps a call takes that cannot look at a clock: from how long the ones before took. Results do not depend on
 * it.
 */
export class Pace {
  #steps = 1;
  #perStep = Number.MAX_VALUE;

  /** Steps that will take about as many seconds; at least 1. */
  steps(seconds: number): number {
    const fitting = Math.floor(seconds / this.#perStep);
    this.#steps = Math.max(1, Math.min(fitting, this.#steps * GROWTH));
    return this.#steps;
  }

  /** What a call took. */
  took(steps: number, seconds: number): void {
    if (steps > 0) this.#perStep = seconds / steps;
  }
}
