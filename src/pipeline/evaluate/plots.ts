/**
 * Plots as inline SVG, drawn from data alone.
 *
 * @module
 */

/** A line of a plot; its colour is a class of the page's style. */
export interface Line {
  readonly name: string;
  readonly className: string;
  readonly points: readonly (readonly [number, number])[];
}

export interface PlotOptions {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Ends of the axes; from the data when absent. */
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** Logarithmic vertical axis. */
  readonly logarithmic?: boolean;
}

const WIDTH = 420;
const HEIGHT = 280;
const LEFT = 52;
const BOTTOM = 40;
const TOP = 26;
const RIGHT = 10;

/** One plot with its legend below. */
export function plot(lines: readonly Line[], options: PlotOptions): string {
  const drawn = lines.map((line) => ({
    ...line,
    points: line.points.filter(([, y]) => Number.isFinite(y) && (!options.logarithmic || y > 0)),
  }));
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return '';
  const [x0, x1] = options.xRange ?? extent(all.map(([x]) => x));
  const scaleY = options.logarithmic ? Math.log10 : (y: number) => y;
  const [y0, y1] = (options.yRange ?? extent(all.map(([, y]) => y))).map(scaleY);
  const px = (x: number) => LEFT + ((x - x0) / (x1 - x0 || 1)) * (WIDTH - LEFT - RIGHT);
  const py = (y: number) => HEIGHT - BOTTOM - ((scaleY(y) - y0) / (y1 - y0 || 1)) * (HEIGHT - BOTTOM - TOP);
  const paths = drawn.map(
    ({ points, className }) =>
      `<polyline class="${className}" points="${points.map(([x, y]) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(' ')}"/>`,
  );
  const ticksX = ticks(x0, x1).map(
    (x) => `<text x="${px(x)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${number(x)}</text>`,
  );
  const values = options.logarithmic
    ? Array.from({ length: 12 }, (_, k) => 10 ** (k - 3)).filter((y) => scaleY(y) >= y0 && scaleY(y) <= y1)
    : ticks(y0, y1);
  const ticksY = values.map(
    (y) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${py(y)}" y2="${py(y)}"/><text x="${LEFT - 6}" y="${py(y) + 4}" text-anchor="end">${number(y)}</text>`,
  );
  const legend = drawn.map(({ name, className }) => `<li class="${className}">${escaped(name)}</li>`);
  return `<figure class="plot"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(options.title)}">
<text class="title" x="${LEFT}" y="16">${escaped(options.title)}</text>
${ticksY.join('')}${ticksX.join('')}
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>
<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escaped(options.x)}</text>
<text transform="translate(12 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(options.y)}</text>
${paths.join('\n')}</svg><ul class="legend">${legend.join('')}</ul></figure>`;
}

/** Text inside HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Four to eight round numbers between two ends. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const list: number[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) list.push(k * step);
  return list;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}
