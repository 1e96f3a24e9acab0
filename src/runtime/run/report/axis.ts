/** An axis: where its marks stand, and where a value lies between 0 (low end) and 1. */
export interface Axis {
  readonly marks: readonly number[];
  place(value: number): number;
}

/** Round marks (1, 2 or 5 times a power of ten) around the values, about `count` of them. */
export function linearAxis(low: number, high: number, count: number): Axis {
  const span = high - low || Math.abs(high) || 1;
  const step = roundStep(span / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const marks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return axis(marks, (value) => value);
}

/** Marks at 1, 2, 5, 10, … for positive values over several powers of ten. */
export function logAxis(low: number, high: number): Axis {
  const all: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const m of [1, 2, 5]) all.push(Number(`${m}e${power}`));
  const begin = all.findLastIndex((mark) => mark <= low * 1.0001);
  const end = all.findIndex((mark) => mark >= high * 0.9999);
  const between = all.slice(Math.max(begin, 0), end + 1);
  const powers = between.filter(
    (mark, i) => i === 0 || i === between.length - 1 || /^1(e|0*$)|^0\.0*1$/.test(String(mark)),
  );
  return axis(between.length > 8 ? powers : between, Math.log10);
}

function axis(marks: readonly number[], scale: (value: number) => number): Axis {
  const [low, high] = [scale(marks[0]!), scale(marks.at(-1)!)];
  return { marks, place: (value) => (scale(value) - low) / (high - low || 1) };
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const digit = [1, 2, 5].find((d) => d * power >= raw * 0.999) ?? 10;
  return digit * power;
}

/** A number as charts and tables show it: four figures. */
export const shortNumber = (value: number): string =>
  !Number.isFinite(value)
    ? "not a number"
    : value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6)
      ? String(Number(value.toPrecision(4)))
      : value.toExponential(2).replace("e+", "e");
