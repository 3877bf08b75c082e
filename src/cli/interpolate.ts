/** `veritome interpolate`: puts synthesised slices between the slices of every series and writes marked DICOM. */
import { readFile } from 'node:fs/promises';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { exportSeries } from '../pipeline/exportSeries.js';
import { interpolate } from '../pipeline/interpolate.js';
import {
  type Manifest,
  type ManifestFile,
  mergeManifests,
  parseManifest,
  sourceKey,
} from '../pipeline/manifest.js';
import { openStudy } from '../pipeline/openStudy.js';
import type { Frame } from '../provenance/markedFrame.js';
import { numberOption, readArguments, required } from './arguments.js';
import { refusal, refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';
import { ledgerOption } from './ledgerFile.js';
import { openOutput } from './output.js';
import { ofSeries } from './seriesRefusal.js';
import { SIGNER_OPTIONS, useSigner } from './signer.js';

export async function interpolateCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('interpolate', args, {
    out: { type: 'string' },
    model: { type: 'string' },
    factor: { type: 'string' },
    spacing: { type: 'string' },
    replay: { type: 'string' },
    ledger: { type: 'string' },
    force: { type: 'boolean' },
    ...SIGNER_OPTIONS,
  });
  await useSigner(values);
  const folder = required('out', values.out);
  const replay =
    values.replay === undefined ? undefined : parseManifest(await readFile(values.replay, 'utf8'));
  const wanted = {
    model: values.model,
    factor: numberOption('factor', values.factor),
    spacing: numberOption('spacing', values.spacing),
  };

  const study = await openStudy(await Promise.all((await listFiles(positionals)).map(readInput)));
  for (const error of study.refused) refuse(error);
  let refused = study.refused.length > 0;

  const ledger = await ledgerOption(values.ledger);
  const output = await openOutput(folder, values.force === true);
  const manifests: Manifest[] = [];
  let written = 0;
  for (const series of study.series) {
    try {
      const result = await interpolate(series, {
        ...(replay ? settingsOf(replay, series) : wanted),
        onProgress: showProgress,
      });
      for (const { kind, message } of result.notes) if (kind === 'gap') say(message);
      for await (const { name, bytes } of exportSeries(result, {
        format: 'dicom',
        first: written + 1,
        ledger,
      })) {
        if (name === 'manifest.json') manifests.push(parseManifest(new TextDecoder().decode(bytes)));
        else {
          await output.write(name, bytes);
          written += 1;
        }
      }
    } catch (error) {
      const known = refusal(error);
      if (isUsage(known) || known.tag === 'OutputError') throw known;
      refuse(ofSeries(known, series));
      refused = true;
    }
  }
  if (manifests.length > 0) {
    const manifest = mergeManifests(manifests);
    await output.write('manifest.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
    const made = manifest.files.filter(({ unchanged }) => !unchanged).length;
    say(
      `Slices synthesised: ${made}, unchanged: ${manifest.files.length - made}; into ${folder} (${manifest.execution?.provider}).`,
    );
  }
  if (replay)
    compare(
      replay,
      manifests.flatMap(({ files }) => files),
    );
  return refused || manifests.length === 0 ? EXIT.refused : EXIT.done;
}

/** A wrong option ends the command; a series that cannot be used is refused, and the others are done. */
function isUsage({ tag, attribute }: ReturnType<typeof refusal>): boolean {
  return tag === 'ArgumentError' && attribute !== 'series';
}

/** The settings that a replay must use for a series, by the sources its slices had. */
function settingsOf(replay: Manifest, { frames }: Series<Frame>) {
  const sources = new Set(frames.map(({ instance }) => instance.sopInstanceUID));
  const file = replay.files.find((row) => row.options && row.sources.some((uid) => sources.has(uid)));
  const { factor, spacing } = { ...replay.options, ...file?.options };
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return {
    model: (file?.model ?? replay.model)?.id,
    factor: number(spacing) === undefined ? number(factor) : undefined,
    spacing: number(spacing),
  };
}

/** A replay must give the same pixels, slice for slice. */
function compare(replay: Manifest, rows: readonly ManifestFile[]): void {
  const hashes = new Map(rows.map((row) => [placeOf(row), row.pixelSha256]));
  const different = replay.files.filter((row) => hashes.get(placeOf(row)) !== row.pixelSha256);
  if (different.length === 0) {
    say(`Replay: all ${replay.files.length} slices have the same pixels.`);
    return;
  }
  throw new ArgumentError(`${different.length} of ${replay.files.length} slices differ from the manifest.`, {
    attribute: '--replay',
    remedy: 'Give the same source files, and run on the same backend class as the manifest says.',
  });
}

/** Sources and fraction: all slices of one gap have the same sources. */
function placeOf(row: ManifestFile): string {
  return `${sourceKey(row)} ${row.options?.fraction ?? ''}`;
}
