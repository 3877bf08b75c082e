/**
 * What the mark survives: series of 16 slices after every attack, and synthetic slices alone.
 *
 *   node .config/run.mjs prove/provenance/mark.ts [--data DIR] [--series 4] [--synthetic 48] [--attack REGEXP] [--only REGEXP] [--quick] [--each]
 *
 * `--series` denoised series, one subject after the other, `--only` those so named; `--quick` is one, and 16 synthetic
 * slices; `--each` tells every trial.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { Table } from '../table.js';
import { ATTACKS, type Attack } from './attacks.js';
import { denoisedHosts, type Host, inSeries, POOLED, syntheticSlices } from './hosts.js';
import { attacked, heard, markedSlices, payloadFor, type Trial } from './trials.js';

const BAR = 0.99;
const ALONE = 0.95;
/** Synthetic slices that come alone, as they do: stored, or as a picture of the usual window. */
const LONELY = /^none|^8-bit, 40\/400|^JPEG q(90|75), 40\/400/;

export interface MarkOptions {
  readonly data: string;
  readonly series: number;
  readonly synthetic: number;
  readonly attack?: RegExp;
  readonly only?: RegExp;
  readonly each?: boolean;
}

export async function proveMark(table: Table, options: MarkOptions): Promise<void> {
  const { data, series, synthetic, attack: wanted = /./, each = false } = options;
  const attacks = ATTACKS.filter(({ name }) => wanted.test(name));
  const hosts: Host[] = [];
  for await (const host of denoisedHosts(data, series, options.only)) hosts.push(host);
  if (hosts.length === 0) table.skip('denoised series', `${data} lacks the scans`);
  const made = synthetic > 0 ? await syntheticSlices(synthetic) : undefined;
  for (const [name, list] of [
    ['denoised', hosts],
    ['synthetic', made ? inSeries(made) : []],
  ] as const) {
    for (const attack of attacks) {
      const trials: Trial[] = [];
      for (const host of list) {
        if (!attack.on.includes(host.modality)) continue;
        const payload = payloadFor(host);
        const pictures = await attacked(markedSlices(host, payload), attack, host);
        const trial = await heard(pictures, payload, host.name, 'full');
        if (each) tell(attack.name, trial);
        trials.push(trial);
      }
      if (trials.length > 0) judge(table, `${name}, ${POOLED} slices, ${attack.name}`, trials, attack);
    }
  }
  if (made) await judgeAlone(table, made, attacks);
}

function judge(table: Table, figure: string, trials: readonly Trial[], { payload }: Attack): void {
  const found = trials.filter(({ detected }) => detected).length;
  const exact = trials.filter(({ payloadExact }) => payloadExact).length;
  const weakest = trials.reduce((a, b) => (b.z - b.threshold < a.z - a.threshold ? b : a));
  const n = trials.length;
  table.add(
    figure,
    `${found} of ${n}, smallest z ${weakest.z.toFixed(1)} (asked ${weakest.threshold.toFixed(1)}); payload ${exact} of ${n}`,
    payload ? '≥ 99 %; payload ≥ 99 %' : '≥ 99 %; payload reported',
    found >= BAR * n && (!payload || exact >= BAR * n),
  );
}

/** Every synthetic slice by itself. */
async function judgeAlone(table: Table, host: Host, attacks: readonly Attack[]): Promise<void> {
  const payload = payloadFor(host);
  const marked = markedSlices(host, payload);
  for (const attack of attacks.filter(({ name }) => LONELY.test(name))) {
    const trials: Trial[] = [];
    for (const picture of await attacked(marked, attack, host)) {
      trials.push(await heard([picture], payload, host.name, 'none'));
    }
    const found = trials.filter(({ detected }) => detected).length;
    const sorted = trials.map(({ z }) => z).sort((a, b) => a - b);
    table.add(
      `synthetic, one slice, ${attack.name}`,
      `${found} of ${trials.length}, z from ${sorted[0].toFixed(1)}, median ${sorted[trials.length >> 1].toFixed(1)} (asked ${trials[0].threshold.toFixed(1)})`,
      '≥ 95 %',
      found >= ALONE * trials.length,
    );
  }
}

function tell(attack: string, { host, detected, z, threshold, payloadExact }: Trial): void {
  process.stderr.write(
    `  ${attack}, ${host}: ${detected ? 'found' : 'NOT FOUND'}, z ${z.toFixed(1)} of ${threshold.toFixed(1)}${payloadExact ? '' : ', no payload'}\n`,
  );
}

/** Options of the command line; defaults finish in about ten minutes on two idle cores. */
export function markOptions(args: string[]): MarkOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      series: { type: 'string' },
      synthetic: { type: 'string' },
      attack: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      each: { type: 'boolean', default: false },
    },
  });
  return {
    data: values.data,
    series: Number(values.series ?? (values.quick ? 1 : 4)),
    synthetic: Number(values.synthetic ?? (values.quick ? 16 : 48)),
    attack: values.attack === undefined ? undefined : new RegExp(values.attack),
    only: values.only === undefined ? undefined : new RegExp(values.only),
    each: values.each,
  };
}

if (/provenance-mark\.mjs$/.test(process.argv[1] ?? '')) {
  useLocalAssets();
  const table = new Table();
  await proveMark(table, markOptions(process.argv.slice(2)));
  process.exitCode = table.print() ? 0 : 1;
}
