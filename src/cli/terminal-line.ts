const bars = "▁▂▃▄▅▆▇█";

/** Values as a drawing one line high; more values than places are averaged, so that the whole curve shows. */
export function sparkline(values: readonly number[], width: number): string {
  const finite = values.filter(Number.isFinite);
  const places = Math.min(width, finite.length);
  const shown = Array.from({ length: places }, (_, i) => {
    const part = finite.slice(Math.floor((i * finite.length) / places), Math.floor(((i + 1) * finite.length) / places));
    return part.reduce((a, b) => a + b, 0) / part.length;
  });
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return shown.map((v) => bars[span === 0 ? 0 : Math.min(7, Math.floor(((v - low) / span) * 8))]).join("");
}

/**
 * As many parts, from the first on, as one line of a terminal holds: a line that wraps could not be drawn over again.
 */
export function fitParts(parts: readonly string[], columns: number): string {
  let line = "";
  for (const part of parts) {
    if (part === "") continue;
    const longer = line === "" ? part : `${line}  ${part}`;
    if (printedWidth(longer) <= columns) line = longer;
    else if (line === "") return part.slice(0, columns);
  }
  return line;
}

/** Colours take no place. */
const printedWidth = (text: string): number => [...text.replace(/\u001b\[\d+(;\d+)*m/g, "")].length;
