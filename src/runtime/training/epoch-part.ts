/** What an epoch takes of a pass over all rows. */
export interface EpochPart {
  /** Number of the pass, from 0: each has its own row order. */
  readonly pass: number;
  /** Rows of that order: from here so many; a whole number of batches, but for the last of the pass. */
  readonly from: number;
  readonly rows: number;
}

/**
 * Without `steps` an epoch is a pass. With them it goes on where the epoch before ended, and ends where the pass ends,
 * however many steps are left: Keras's `EpochIterator` over arrays, which never joins two passes in one epoch.
 */
export function epochPart(epoch: number, rows: number, batchSize: number, steps: number | null): EpochPart {
  if (steps === null) return { pass: epoch, from: 0, rows };
  const most = steps * batchSize;
  const parts = Math.max(1, Math.ceil(rows / most));
  const from = (epoch % parts) * most;
  return { pass: Math.floor(epoch / parts), from, rows: Math.min(most, rows - from) };
}

/**
 * What to tell of epochs that are shorter than `steps`; null where none is. Keras warns that the input ran out of data.
 */
export function shortEpochs(rows: number, batchSize: number, steps: number | null): string | null {
  const there = Math.ceil(rows / batchSize);
  const left = steps === null ? 0 : there % steps;
  if (steps === null || left === 0) return null;
  const which = steps > there ? "every epoch has only" : `one epoch in ${Math.ceil(there / steps)} has only`;
  return (
    `steps_per_epoch is ${steps}, and a pass over the ${rows} rows has ${counted(there)}: ${which} ` +
    `${counted(left)}, because an epoch ends where the rows end`
  );
}

const counted = (n: number): string => (n === 1 ? "1 step" : `${n} steps`);
