import type { EpochRecord } from "../../training/snapshot.js";
import { linearAxis, logAxis, shortNumber } from "./axis.js";

export interface Series {
  /** `training`, `validation`: its legend, and its class in the style sheet. */
  readonly name: string;
  readonly points: readonly (readonly [epoch: number, value: number])[];
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The finite values of a logged name. */
export const pointsOf = (history: readonly EpochRecord[], name: string): Series["points"] =>
  history.flatMap(({ epoch, logs }) => (Number.isFinite(logs[name]) ? [[epoch, logs[name]!] as const] : []));

const [width, height] = [560, 300];
const [left, right, top, bottom] = [58, 18, 34, 40];

/** What lies along the epochs beside the curves. */
export interface Course {
  readonly epochs: number;
  readonly best: number | null;
  /** Where each phase begins but the first, of a training in several. */
  readonly phases: readonly { readonly epoch: number; readonly phase: string }[];
}

/** Curves over the epochs with axes, grid, legend and marks at the best epoch and between phases, as one SVG. */
export function chart(title: string, series: readonly Series[], { epochs, best, phases }: Course): string {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  if (values.length === 0)
    return `<figure><figcaption>${escapeHtml(title)}</figcaption><p>no finite values</p></figure>`;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const log = low > 0 && high / low > 40;
  const [down, along] = [log ? logAxis(low, high) : linearAxis(low, high, 5), linearAxis(1, Math.max(epochs, 2), 6)];
  const x = (epoch: number): number => left + ((epoch - 1) / Math.max(epochs - 1, 1)) * (width - left - right);
  const y = (value: number): number => height - bottom - down.place(value) * (height - top - bottom);
  const grid = down.marks.map(
    (mark) =>
      `<line x1="${left}" x2="${width - right}" y1="${f(y(mark))}" y2="${f(y(mark))}"/><text x="${left - 8}" ` +
      `y="${f(y(mark) + 4)}" text-anchor="end">${shortNumber(mark)}</text>`,
  );
  const below = [
    ...new Set([1, ...along.marks.filter((mark) => Number.isInteger(mark) && mark > 1 && mark <= epochs)]),
  ];
  const ticks = below.map(
    (mark) =>
      `<line x1="${f(x(mark))}" x2="${f(x(mark))}" y1="${height - bottom}" y2="${height - bottom + 4}"/><text ` +
      `x="${f(x(mark))}" y="${height - bottom + 17}" text-anchor="middle">${mark}</text>`,
  );
  const marker =
    best === null
      ? ""
      : `<g class="best"><line x1="${f(x(best))}" x2="${f(x(best))}" y1="${top}" y2="${height - bottom}"/><text ` +
        `x="${f(x(best))}" y="${top - 5}" text-anchor="${x(best) > width - 90 ? "end" : "middle"}">best epoch ` +
        `${best}</text></g>`;
  const borders = phases.map(
    ({ epoch, phase }) =>
      `<g class="phase"><line x1="${f(x(epoch - 0.5))}" x2="${f(x(epoch - 0.5))}" y1="${top}" y2="${height - bottom}"/>` +
      `<text x="${f(x(epoch - 0.5) + 4)}" y="${height - bottom - 5}">${escapeHtml(phase)}</text></g>`,
  );
  const curves = series.map(({ name, points }) => {
    const line = points.map(([epoch, value]) => `${f(x(epoch))},${f(y(value))}`).join(" ");
    // Few epochs are points, many are a line; a hint tells the exact value either way.
    const radius = epochs > 60 ? 1.5 : 3;
    const dots =
      points.length > 400
        ? []
        : points.map(
            ([epoch, value]) =>
              `<circle cx="${f(x(epoch))}" cy="${f(y(value))}" r="${radius}"><title>${escapeHtml(name)}, epoch ` +
              `${epoch}: ${shortNumber(value)}</title></circle>`,
          );
    return `<g class="${escapeHtml(name)}"><polyline points="${line}"/>${dots.join("")}</g>`;
  });
  const legend = series.map(
    ({ name }, i) =>
      `<g class="${escapeHtml(name)}" transform="translate(${left + i * 110},10)"><line x1="0" x2="18" y1="0" ` +
      `y2="0"/><text x="24" y="4">${escapeHtml(name)}</text></g>`,
  );
  return `<figure><figcaption>${escapeHtml(title)}${log ? " <small>logarithmic</small>" : ""}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)} by epoch"><g class="axis">${grid.join("")}${ticks.join("")}<text x="${f((left + width - right) / 2)}" y="${height - 4}" text-anchor="middle">epoch</text></g>
${borders.join("")}${marker}${curves.join("")}<g class="legend">${legend.join("")}</g></svg></figure>`;
}

const f = (value: number): string => String(Math.round(value * 10) / 10);
