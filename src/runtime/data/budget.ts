import { totalmem } from "node:os";
import { gigabytes } from "./duckdb.js";
import { fail } from "./fail.js";

/**
 * What the rows of a source may take in this process: their numbers in arrays, and their different texts as strings.
 */
const ARRAY_BYTES = 8 * 2 ** 30;
const TEXT_BYTES = 512 * 2 ** 20;
/** Of one column. */
const TEXTS = 10_000_000;

/** Counts what a source takes while it is read, so that a file or query that never ends is stopped. */
export interface Budget {
  readonly numbers: (bytes: number) => void;
  /** One more text of a column that has `count` then. */
  readonly text: (length: number, count: number) => void;
}

/** @throws Failure `data-file/too-large`, from the functions it gives */
export function budget(label: string): Budget {
  const most = Math.floor(Math.min(ARRAY_BYTES, totalmem() / 2));
  let numbers = 0;
  let texts = 0;
  const tooLarge = (what: string) =>
    fail("data-file/too-large", { file: label, what }, 'read fewer columns, or fewer rows: source: sql("select …")');
  return {
    numbers: (bytes) => {
      if ((numbers += bytes) > most) throw tooLarge(`more than ${gigabytes(most)} of numbers`);
    },
    text: (length, count) => {
      if ((texts += length + 32) > TEXT_BYTES) throw tooLarge(`more than ${gigabytes(TEXT_BYTES)} of different texts`);
      if (count > TEXTS) throw tooLarge(`more than ${TEXTS} different texts in one column`);
    },
  };
}
