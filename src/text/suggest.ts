/**
 * The candidate nearest to what was typed, or undefined when none is near enough to be meant.
 * Distance: optimal string alignment, letter case and `_`/`-` ignored; the limit grows with the word's length. A
 * candidate that only has parts more, as `sparse_categorical_crossentropy` has for `sparse_crossentropy`, is nearer
 * than any with other letters.
 */
export function suggest(typed: string, from: Iterable<string>): string | undefined {
  const candidates = [...from];
  return closest(typed, candidates) ?? withPartsMore(typed, candidates) ?? nearest(typed, candidates);
}

/** The only candidate that has all parts of what was typed, in their order, and others between them. */
function withPartsMore(typed: string, candidates: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase().split(/[_-]/);
  if (wanted.length < 2 || wanted.length > 8) return undefined;
  const having = candidates.filter((candidate) => {
    let next = 0;
    for (const part of candidate.split("_")) if (part === wanted[next]) next++;
    return next === wanted.length;
  });
  return having.length === 1 ? having[0] : undefined;
}

function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const wanted = normalize(typed);
  if (wanted.length > 64) return undefined;
  const limit =
    wanted.length <= 1 ? 0 : wanted.length <= 3 ? 1 : wanted.length <= 5 ? 2 : Math.floor(wanted.length * 0.4);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const other = normalize(candidate);
    if (Math.abs(other.length - wanted.length) >= bestDistance) continue;
    const d = distance(wanted, other);
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/**
 * The candidate that was surely meant: the only one that a single slip (a letter more, less, other or two exchanged)
 * away from what was typed, two slips in a long word; undefined where there is none, or more than one.
 */
export function closest(typed: string, candidates: Iterable<string>): string | undefined {
  const wanted = normalize(typed);
  if (wanted.length < 3 || wanted.length > 64) return undefined;
  const limit = wanted.length < 9 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = limit + 1;
  let several = false;
  for (const candidate of new Set(candidates)) {
    const other = normalize(candidate);
    if (Math.abs(other.length - wanted.length) > bestDistance) continue;
    const d = distance(wanted, other);
    if (d > limit || d > bestDistance) continue;
    several = d === bestDistance;
    [best, bestDistance] = [candidate, d];
  }
  return several ? undefined : best;
}

const normalize = (word: string): string => word.toLowerCase().replace(/[_-]/g, "");

function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, beforePrevious[j - 2]! + 1);
      row.push(d);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
