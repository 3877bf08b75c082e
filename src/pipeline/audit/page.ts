/**
 * The audit as a page in one file: figures beside their floors, plots and pictures, no request to anyone.
 *
 * @module
 */
import { HISTOGRAM } from '../../evaluation/histogram.js';
import { escaped, plot } from '../evaluate/plots.js';
import { style } from '../evaluate/style.js';
import type { AuditReport, Distance } from './report.js';
import type { Thumbnail } from './thumbnails.js';

const OWN_STYLE = `
.flagged { color: #ff5d5d; } .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 16px; }
.tiles figure { margin: 0; background: var(--panel); border-radius: 6px; padding: 8px; } .tiles img { width: 100%; height: auto; display: block; }
.set { color: #6cb2ff; } td.words { text-align: left; white-space: normal; }
`;

/** HTML of the whole page. */
export function auditPage(report: AuditReport, pictures: readonly Thumbnail[]): string {
  const { reference, slices, flagged, notes } = report;
  const beside =
    reference.kind === 'given'
      ? `${reference.slices} reference slices of ${reference.subjects} ${reference.subjects === 1 ? 'study' : 'studies'}`
      : `the features of the training set (${reference.slices} slices, ${reference.subjects} subjects)`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Audit of ${slices.length} slices</title><style>${style}${OWN_STYLE}</style></head><body>
<h1>Audit of ${slices.length} slices</h1>
<p class="quiet">Compared with ${escaped(beside)}.</p>
<p>Research use. A ratio of 1 means as far from the reference as real subjects are from each other. ${flagged} of ${slices.length} slices do not belong.</p>
${notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('')}
${figures(report)}
<section class="plots">${histogramPlot(report)}${nearestPlot(report)}${scorePlot(report)}</section>
${flagTable(report)}
<section><h2>Slices, the oddest first</h2><div class="tiles">${pictures.map((picture) => tile(report, picture)).join('')}</div></section>
</body></html>
`;
}

type Row = readonly [name: string, value: string, floor: string, ratio: string];

function figures({ realism, distribution, memorisation, diversity }: AuditReport): string {
  const { slicedWasserstein, frechetRadiomics, coverage, histogram } = distribution;
  const rows: Row[] = [];
  const distance = (name: string, found: Distance, digits: number) => {
    const { subjects, halves } = found.floor;
    rows.push([
      name,
      fixed(found.distance, digits),
      `subjects ${fixed(subjects, digits)}, halves ${fixed(halves, digits)}`,
      fixed(found.ratio),
    ]);
  };
  if (realism)
    rows.push(['Realism, mean (lowest)', `${fixed(realism.mean)} (${fixed(realism.lowest)})`, '', '']);
  if (slicedWasserstein) {
    const scales = slicedWasserstein.scales.map(({ side, distance }) => `${side} px ${fixed(distance, 0)}`);
    distance(`Sliced Wasserstein × 10³ (${scales.join(', ')})`, slicedWasserstein, 0);
  }
  if (frechetRadiomics) distance('Fréchet radiomics distance', frechetRadiomics, 1);
  for (const name of ['precision', 'recall', 'density', 'coverage'] as const) {
    if (coverage)
      rows.push([
        name[0].toUpperCase() + name.slice(1),
        fixed(coverage[name]),
        fixed(coverage.floor?.[name]),
        '',
      ]);
  }
  if (histogram)
    rows.push(['HU histogram, earth mover’s distance', `${fixed(histogram.distance, 1)} HU`, '', '']);
  if (memorisation) {
    rows.push([
      'Nearest reference slice',
      `${fixed(memorisation.distance, 0)} HU`,
      `another subject ${fixed(memorisation.unseen, 0)} HU`,
      fixed(memorisation.ratio),
    ]);
    const { crops } = memorisation;
    if (crops) rows.push(['Copied squares of 50 mm', `${crops.copied} of ${crops.looked}`, '', '']);
  }
  if (diversity) {
    rows.push([
      'Difference of pairs, RMS',
      `${fixed(diversity.fakes.rms, 0)} HU`,
      `reference ${fixed(diversity.reference.rms, 0)} HU`,
      fixed(diversity.ratio),
    ]);
    rows.push([
      'MS-SSIM of pairs',
      fixed(diversity.fakes.msSsim),
      `reference ${fixed(diversity.reference.msSsim)}`,
      '',
    ]);
  }
  return `<div class="scroll"><table><thead><tr><th></th><th scope="col">this set</th><th scope="col">real against real</th><th scope="col">ratio</th></tr></thead><tbody>${rows.map(([name, ...cells]) => `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
}

function histogramPlot({ distribution: { histogram } }: AuditReport): string {
  if (!histogram) return '';
  // Air would leave nothing else to see.
  const line = (shares: readonly number[]) =>
    shares.map((share, k): [number, number] => [HISTOGRAM.low + (k + 0.5) * HISTOGRAM.width, share]).slice(5);
  return plot(
    [
      { name: 'reference', className: 'reference', points: line(histogram.reference) },
      { name: 'this set', className: 'set', points: line(histogram.fakes) },
    ],
    { title: 'HU histogram', x: 'HU', y: 'share of pixels', xRange: [-900, 1000] },
  );
}

function nearestPlot({ slices, memorisation }: AuditReport): string {
  const distances = slices
    .flatMap(({ nearest }) => (nearest ? [nearest.distance] : []))
    .sort((a, b) => a - b);
  if (distances.length < 2) return '';
  const share = (i: number) => (i + 0.5) / distances.length;
  const lines = [
    { name: 'this set', className: 'set', points: distances.map((d, i): [number, number] => [d, share(i)]) },
  ];
  const unseen = memorisation?.unseen;
  if (unseen != null) {
    const points: [number, number][] = [
      [unseen, 0],
      [unseen, 1],
    ];
    lines.push({ name: 'median of another subject', className: 'reference', points });
  }
  return plot(lines, {
    title: 'Distance to the nearest reference slice',
    x: 'HU',
    y: 'share of slices',
    yRange: [0, 1],
  });
}

function scorePlot({ slices }: AuditReport): string {
  if (slices.length < 2) return '';
  const last = slices.length;
  return plot(
    [
      {
        name: 'score',
        className: 'set',
        points: slices.map(({ index, score }) => [index + 1, Math.min(4, score)]),
      },
      {
        name: 'flagged from here',
        className: 'reference',
        points: [
          [1, 1],
          [last, 1],
        ],
      },
    ],
    { title: 'How odd each slice is', x: 'slice', y: 'figure over its limit, to 4', yRange: [0, 4] },
  );
}

function flagTable({ slices }: AuditReport): string {
  const flagged = slices.filter(({ flags }) => flags.length > 0);
  if (flagged.length === 0) return '';
  const rows = flagged.map(
    ({ index, flags }) =>
      `<tr><th scope="row">${index + 1}</th><td class="words">${escaped(flags.map(({ reason }) => reason).join(' '))}</td></tr>`,
  );
  return `<section><h2>Slices that do not belong</h2><div class="scroll"><table><thead><tr><th scope="col">slice</th><th scope="col">why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function tile({ slices }: AuditReport, { index, width, height, png }: Thumbnail): string {
  const { score, flags } = slices[index];
  const words = flags.length > 0 ? flags.map(({ test }) => test).join(', ') : 'belongs';
  return `<figure><img width="${width}" height="${height}" alt="Slice ${index + 1}" src="data:image/png;base64,${base64(png)}"><figcaption${flags.length > 0 ? ' class="flagged"' : ''}>${index + 1}: ${escaped(words)} (${fixed(score)})</figcaption></figure>`;
}

function fixed(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–'
    : value.toFixed(digits).replace('-', '−');
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
