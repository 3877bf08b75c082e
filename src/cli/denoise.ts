/** `veritome denoise`: denoises every series found and writes marked DICOM. */
import { readFile } from 'node:fs/promises';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { denoise } from '../pipeline/denoise.js';
import { exportSeries } from '../pipeline/exportSeries.js';
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
import { modelOption, replayedModel } from './modelOption.js';
import { openOutput } from './output.js';
import { ofSeries } from './seriesRefusal.js';
import { SIGNER_OPTIONS, useSigner } from './signer.js';

export async function denoiseCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('denoise', args, {
    out: { type: 'string' },
    model: { type: 'string' },
    strength: { type: 'string' },
    texture: { type: 'string' },
    seed: { type: 'string' },
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
    model: replay ? await replayedModel(values.model, replay.model) : await modelOption(values.model),
    strength: numberOption('strength', values.strength),
    texture: numberOption('texture', values.texture),
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
      const result = await denoise(series, {
        ...(replay ? settingsOf(replay, series) : wanted),
        onProgress: showProgress,
      });
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
      if (known.tag === 'ArgumentError' || known.tag === 'OutputError') throw known;
      refuse(ofSeries(known, series));
      refused = true;
    }
  }
  if (manifests.length > 0) {
    const manifest = mergeManifests(manifests);
    await output.write('manifest.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
    say(`${manifest.files.length} slices denoised into ${folder} (${manifest.execution?.provider}).`);
    sayFlags(manifest);
  }
  if (replay)
    compare(
      replay,
      manifests.flatMap(({ files }) => files),
    );
  return refused || manifests.length === 0 ? EXIT.refused : EXIT.done;
}

/** The settings that a replay must use for a series, by the sources its slices had. */
function settingsOf(replay: Manifest, { frames }: Series<Frame>) {
  const sources = new Set(frames.map(({ instance }) => instance.sopInstanceUID));
  const file = replay.files.find((row) => row.sources.some((uid) => sources.has(uid)));
  const { strength, texture, scale } = file?.options ?? replay.options;
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  return {
    model: (file?.model ?? replay.model)?.id,
    strength: number(strength),
    texture: number(texture),
    scale: number(scale),
  };
}

/** How many slices lost what noise does not explain, and which. */
function sayFlags({ files }: Manifest): void {
  const flagged = files.filter(({ guard }) => guard?.flagged);
  const judged = files.filter(({ guard }) => guard !== undefined).length;
  if (judged === 0) return;
  if (flagged.length === 0) {
    say(`Structure guard: none of ${judged} slices flagged.`);
    return;
  }
  const names = flagged.slice(0, 10).map(({ file, frame }) => (frame ? `${file} frame ${frame}` : file));
  const more = flagged.length > names.length ? ` and ${flagged.length - names.length} more` : '';
  say(
    `Structure guard: ${flagged.length} of ${judged} slices flagged; more than noise was taken away there: ${names.join(', ')}${more}. Compare with the acquired slices.`,
  );
}

/** A replay must give the same pixels, slice for slice. */
function compare(replay: Manifest, rows: readonly ManifestFile[]): void {
  const hashes = new Map(rows.map((row) => [sourceKey(row), row.pixelSha256]));
  const different = replay.files.filter((row) => hashes.get(sourceKey(row)) !== row.pixelSha256);
  if (different.length === 0) {
    say(`Replay: all ${replay.files.length} slices have the same pixels.`);
    return;
  }
  throw new ArgumentError(`${different.length} of ${replay.files.length} slices differ from the manifest.`, {
    attribute: '--replay',
    remedy: 'Give the same source files, and run on the same backend class as the manifest says.',
  });
}
