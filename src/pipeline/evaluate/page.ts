/**
 * The evaluation as a page in one file: tables, plots and pictures, no request to anyone.
 *
 * @module
 */
import { type Contender, RIVALS, TITLES } from './contender.js';
import type { Flags } from './guardSummary.js';
import type { Pictures } from './pictures.js';
import { escaped, type Line, plot } from './plots.js';
import type { Spread } from './spread.js';
import { style } from './style.js';
import type { ContenderSummary, DoseSummary, Evaluation } from './summary.js';

/** HTML of the whole page. */
export function evaluationPage(evaluation: Evaluation, pictures: readonly Pictures[]): string {
  const { model, cohort, notes, options } = evaluation;
  const scans =
    cohort.length === 0
      ? 'phantoms only'
      : cohort.map(({ series, slices }) => `${series} (${slices} slices)`).join(', ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(model.id)} ${escaped(model.version)}: evaluation</title><style>${style}</style></head><body>
<h1>${escaped(model.id)} ${escaped(model.version)}</h1>
<p class="quiet">Evaluated on ${escaped(scans)}. Strength ${options.strength}, seed ${options.seed}, ${escaped(evaluation.createdAt)}, Veritome ${evaluation.tool.version}. Weights ${escaped(model.weightsSha256.slice(0, 16))}…</p>
<p>Research use. Compare with the acquired scan. To accept this denoiser for a scanner, run <code>npx veritome evaluate --model ${escaped(model.id)} --data YOUR_SCANS --out DIR</code> on scans of that scanner and look at the figures and the pictures: lesions erased, contrast kept and bias matter more than PSNR.</p>
${notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('')}
${doseTable('A quarter of the dose', evaluation.quarter)}
${doseTable('A tenth of the dose', evaluation.tenth)}
${lesionTable(evaluation)}
${safetyTable(evaluation)}
${truthTable(evaluation)}
${magnitudeTable(evaluation)}
<section class="plots">${npsPlot(evaluation.quarter, 'a quarter of the dose')}${npsPlot(evaluation.tenth, 'a tenth')}${mtfPlots(evaluation)}${rocPlots(evaluation)}</section>
${pictures.map(pictureRow).join('')}
</body></html>
`;
}

type Cell = string | number | null | undefined;

function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  foot = '',
): string {
  const cells = (row: readonly Cell[]) =>
    row.map((cell, k) =>
      k === 0 ? `<th scope="row">${escaped(String(cell))}</th>` : `<td>${escaped(show(cell))}</td>`,
    );
  return `<section><h2>${escaped(title)}</h2><div class="scroll"><table><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row).join('')}</tr>`).join('')}</tbody></table></div>${foot === '' ? '' : `<p class="quiet">${escaped(foot)}</p>`}</section>`;
}

function show(cell: Cell): string {
  if (cell === null || cell === undefined) return '–';
  return typeof cell === 'number' ? fixed(cell) : cell;
}

function fixed(value: number, digits = 2): string {
  return Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : '–';
}

/** Mean, and the series means it lies between. */
function ranged(spread: Spread | null | undefined, digits = 2): string {
  if (!spread) return '–';
  const { mean, lowest, highest } = spread;
  const alone = Object.keys(spread.series).length === 1;
  return alone
    ? fixed(mean, digits)
    : `${fixed(mean, digits)} (${fixed(lowest, digits)} … ${fixed(highest, digits)})`;
}

function doseTable(title: string, dose: DoseSummary | null): string {
  if (!dose) return '';
  const rows = Object.entries(dose.contenders).map(([who, c]: [string, ContenderSummary]) => [
    TITLES[who as Contender],
    ranged(c.psnr),
    ranged(c.ssim, 3),
    ranged(c.psnrFull),
    ranged(c.rmse, 1),
    ranged(c.noise, 1),
    ranged(c.noiseAgainstFullDose),
    ranged(c.nps?.distance),
    c.nps ? `${fixed(c.nps.peak)} / ${fixed(c.nps.centroid)}` : '–',
    ranged(c.gradient.strong),
    ranged(c.gradient.weak),
    (['air', 'lung', 'fat', 'soft', 'bone'] as const)
      .map((tissue) => fixed(c.bias[tissue] ?? Number.NaN, 1))
      .join(' '),
    c.residual ? `${fixed(c.residual.edge)} / ${fixed(c.residual.detail)}` : '–',
  ]);
  return table(
    title,
    [
      '',
      'PSNR dB',
      'SSIM',
      'PSNR full range',
      'RMSE HU',
      'noise HU',
      'noise ÷ full dose',
      'NPS distance',
      'NPS peak / mean cycles/px',
      'strong edges kept',
      'weak edges kept',
      'bias HU: air lung fat soft bone',
      'residual with edges / detail',
    ],
    rows,
    `PSNR and SSIM in −160 … 240 HU inside the body, against the acquired slice, which is noisy itself. Best classical: ${TITLES[dose.best.psnr]} by PSNR, ${TITLES[dose.best.ssim]} by SSIM; they are told the true noise. In brackets the lowest and highest mean of a series.`,
  );
}

function lesionTable({ lesions }: Evaluation): string {
  if (!lesions) return '';
  const who: Contender[] = ['input', ...RIVALS, 'fidelity', 'texture'];
  const present = who.filter((one) => Object.values(lesions.recovered).some((kind) => kind[one]));
  const rows = Object.entries(lesions.recovered).map(([kind, by]) => [
    kind,
    ...present.map((one) => ranged(by[one])),
  ]);
  rows.push([
    'contrast × noise in ÷ out',
    ...present.map((one) => fixed(lesions.contrastToNoise[one] ?? Number.NaN)),
  ]);
  return table(
    'Contrast left of inserted discs, a quarter of the dose',
    ['', ...present.map((one) => TITLES[one])],
    rows,
    `1 is all of it; ${lesions.discs} discs of each kind in flat soft tissue, same noise with and without. Last row: mean of the discs of 6 and 10 mm. No method tried so far holds a disc of 3 mm and 15 HU: look at the acquired slice before believing that something small is absent.`,
  );
}

function safetyTable(evaluation: Evaluation): string {
  const { lesions, guard, observer, steadiness, acquiredChangedBy, speed } = evaluation;
  const rows: Cell[][] = [];
  for (const [end, clear] of Object.entries(lesions?.clear ?? {})) {
    rows.push([
      `clear lesions erased, ${TITLES[end as Contender]}`,
      `${clear.erased} of ${clear.eligible} (95 %: up to ${fixed(100 * clear.interval[1], 1)} %)`,
    ]);
    rows.push([
      `clear lesions invented, ${TITLES[end as Contender]}`,
      `${clear.invented} of ${clear.absent}`,
    ]);
  }
  const flags = (words: string, found: Flags | null | undefined) => {
    if (found) rows.push([words, `${found.flagged} of ${found.of}`]);
  };
  for (const [end, found] of Object.entries(guard?.ordinary ?? {})) {
    flags(`ordinary slices flagged by the guard, ${TITLES[end as Contender]}`, found);
  }
  flags('slices with an erased lesion found by the guard', guard?.erased);
  flags('slices of an over-strong denoiser found by the guard', guard?.overStrong);
  for (const set of [observer?.phantom, observer?.acquired]) {
    if (!set) continue;
    for (const [who, seen] of Object.entries(set.seen)) {
      rows.push([
        `observer, ${set.lesion}, ${TITLES[who as Contender]}`,
        `d′ ${fixed(seen.dPrime)} (${seen.dPrimeInterval.map((v) => fixed(v)).join(' … ')}), AUC ${fixed(seen.auc, 3)} (${seen.aucInterval.map((v) => fixed(v, 3)).join(' … ')}), ${set.pairs} pairs`,
      ]);
    }
    if (set.ideal !== null)
      rows.push([`ideal observer on raw data, ${set.lesion}`, `d′ ${fixed(set.ideal)}`]);
  }
  if (acquiredChangedBy) rows.push(['acquired slices changed by', `${ranged(acquiredChangedBy, 1)} HU RMS`]);
  if (steadiness) {
    const { flicker, idempotence, seams } = steadiness;
    if (flicker)
      rows.push([
        'flicker, smoothed by 3 px',
        `${fixed(flicker.output, 1)} HU; acquired ${fixed(flicker.reference, 1)} HU`,
      ]);
    rows.push([
      'a second run changes',
      `${fixed(idempotence.rms, 1)} HU RMS, ${fixed(100 * idempotence.share, 0)} % of the first`,
    ]);
    rows.push(['a part by itself differs from the whole', `${fixed(seams.max, 3)} HU at most`]);
  }
  if (speed) rows.push(['time, 512 × 512, one thread', `${fixed(speed.secondsPer512)} s`]);
  return rows.length === 0 ? '' : table('Safety', ['', ''], rows);
}

function truthTable({ truth }: Evaluation): string {
  if (!truth) return '';
  const tissues = ['air', 'lung', 'fat', 'soft', 'bone'] as const;
  const rows = [
    ['full-dose scan', truth.full] as const,
    ...Object.entries(truth.quarter).map(([who, figures]) => [TITLES[who as Contender], figures] as const),
  ].map(([name, { psnr, ssim, rmse, bias, gradient }]) => [
    name,
    psnr,
    fixed(ssim, 3),
    fixed(rmse, 1),
    `${fixed(gradient.strong)} / ${fixed(gradient.weak)}`,
    tissues.map((tissue) => fixed(bias[tissue] ?? Number.NaN, 1)).join(' '),
  ]);
  const changed = Object.entries(truth.changed).map(
    ([end, hu]) => `${TITLES[end as Contender]} ${fixed(hu)} HU`,
  );
  return table(
    'Known truth: our chest phantom at a quarter of the dose',
    ['', 'PSNR dB', 'SSIM', 'RMSE HU', 'strong / weak edges kept', 'bias HU: air lung fat soft bone'],
    rows,
    `Scan without noise changed by (RMS): ${changed.join(', ')}.`,
  );
}

function magnitudeTable({ magnitude }: Evaluation): string {
  if (!magnitude) return '';
  const rows = Object.entries(magnitude.contenders).map(([who, c]) => [
    TITLES[who as Contender],
    ranged(c.psnr),
    ranged(c.ssim, 3),
    ranged(c.rmse, 4),
    ranged(c.background, 3),
  ]);
  return table(
    'MR with 9 % Rician noise',
    ['', 'PSNR dB', 'SSIM', 'RMSE, parts of the scale', 'background bias, σ'],
    rows,
    'Scale: 99.5 percentile of the series. Non-local means are tuned for this noise and told its SD.',
  );
}

const SPECTRA: readonly Contender[] = ['input', 'nonLocalMeans', 'bm3d', 'fidelity', 'texture'];

function npsPlot(dose: DoseSummary | null, words: string): string {
  const any = dose?.contenders.input?.nps;
  if (!dose || !any) return '';
  const lines: Line[] = [
    { name: 'acquired', className: 'reference', points: zip(any.frequency, any.reference) },
  ];
  for (const who of SPECTRA) {
    const nps = dose.contenders[who]?.nps;
    if (nps) lines.push({ name: TITLES[who], className: who, points: zip(nps.frequency, nps.power) });
  }
  return plot(lines, {
    title: `Noise power spectrum, ${words}`,
    x: 'cycles/px',
    y: 'HU² px²',
    xRange: [0, 0.5],
    logarithmic: true,
  });
}

function mtfPlots({ sharpness }: Evaluation): string {
  return Object.entries(sharpness ?? {})
    .map(([contrast, by]) =>
      plot(
        Object.entries(by).map(([who, { frequency, mtf, mtf50 }]) => ({
          name: `${TITLES[who as Contender]}${mtf50 === null ? '' : `: 50 % at ${fixed(mtf50)}`}`,
          className: who,
          points: zip(frequency, mtf),
        })),
        {
          title: `MTF at ${contrast.replace('-', '−')} HU`,
          x: 'cycles/mm',
          y: '',
          xRange: [0, 1],
          yRange: [0, 1.2],
        },
      ),
    )
    .join('');
}

function rocPlots({ observer }: Evaluation): string {
  return [observer?.phantom, observer?.acquired]
    .flatMap((set) => set ?? [])
    .map((set) =>
      plot(
        Object.entries(set.seen).map(([who, { roc, auc }]) => ({
          name: `${TITLES[who as Contender]}: AUC ${fixed(auc, 3)}`,
          className: who,
          points: roc,
        })),
        {
          title: `ROC, ${set.lesion}`,
          x: 'false positives',
          y: 'true positives',
          xRange: [0, 1],
          yRange: [0, 1],
        },
      ),
    )
    .join('');
}

function zip(x: readonly number[], y: readonly number[]): [number, number][] {
  return x.map((value, k) => [value, y[k]]);
}

/** Panels of the page, fewer than are written as files. */
const SHOWN: readonly string[] = ['reference', 'input', 'nonLocalMeans', 'bm3d', 'fidelity', 'texture'];

function pictureRow({ series, index, width, height, panels, guard }: Pictures): string {
  const shown = panels.filter(({ of }) => SHOWN.includes(of));
  const image = (bytes: Uint8Array, words: string) =>
    `<figure><img width="${width}" height="${height}" alt="${escaped(words)}" src="data:image/png;base64,${base64(bytes)}"><figcaption>${escaped(words)}</figcaption></figure>`;
  const row = shown.map(({ of, soft }) => image(soft, TITLES[of]));
  if (guard) row.push(image(guard, 'structure guard on the fidelity end'));
  const residuals = shown.flatMap(({ of, residual }) =>
    residual ? image(residual, `removed by ${TITLES[of]}`) : [],
  );
  return `<section><h2>${escaped(series)}, slice ${index + 1}</h2><div class="pictures">${row.join('')}</div><div class="pictures">${residuals.join('')}</div></section>`;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
