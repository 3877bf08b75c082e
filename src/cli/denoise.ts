/** `veritome denoise`: denoises every series found and writes marked DICOM. */
import { readFile } from 'node:fs/promises';
import { ArgumentError, ModelError } from '../errors.js';
import type { Series } from '../image/series.js';
import { denoise } from '../pipeline/denoise.js';
import { exportSeries } from '../pipeline/exportSeries.js';
import { type Manifest, type ManifestFile, manifestOf, parseManifest } from '../pipeline/manifest.js';
import { openStudy } from '../pipeline/openStudy.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { numberOption, readArguments, required } from './arguments.js';
import { refusal, refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';
import { openOutput } from './output.js';

export async function denoiseCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('denoise', args, {
    out: { type: 'string' },
    model: { type: 'string' },
    strength: { type: 'string' },
    seed: { type: 'string' },
    replay: { type: 'string' },
    force: { type: 'boolean' },
  });
  const folder = required('out', values.out);
  const replay =
    values.replay === undefined ? undefined : parseManifest(await readFile(values.replay, 'utf8'));
  const model = replay?.model?.id ?? values.model;
  const strength = replay ? Number(replay.options.strength) : numberOption('strength', values.strength);

  const study = await openStudy(await Promise.all((await listFiles(positionals)).map(readInput)));
  for (const error of study.refused) refuse(error);
  let refused = study.refused.length > 0;

  const output = await openOutput(folder, values.force === true);
  const rows: ManifestFile[] = [];
  let last: MarkedFrame | undefined;
  for (const series of study.series) {
    try {
      const result = await denoise(series, {
        model,
        strength,
        onProgress: showProgress,
      });
      for await (const { name, bytes } of exportSeries(result, { format: 'dicom', first: rows.length + 1 })) {
        if (name === 'manifest.json')
          rows.push(...(JSON.parse(new TextDecoder().decode(bytes)) as Manifest).files);
        else await output.write(name, bytes);
      }
      last = result.frames.at(-1);
    } catch (error) {
      const known = refusal(error);
      if (known.tag === 'ArgumentError' || known.tag === 'OutputError') throw known;
      refuse(ofSeries(known, series));
      refused = true;
    }
  }
  if (last) {
    const manifest = manifestOf('denoise', last.origin.record, rows);
    await output.write('manifest.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
    say(`${rows.length} slices denoised into ${folder} (${last.origin.record?.execution.provider}).`);
  }
  if (replay) compare(replay, rows);
  return refused || !last ? EXIT.refused : EXIT.done;
}

/** A refusal of a whole series names its first file, for want of a better handle that is no identifier. */
function ofSeries(error: ReturnType<typeof refusal>, series: Series<Frame>) {
  if (error.file !== undefined) return error;
  const { message, attribute, remedy, cause } = error;
  return new ModelError(message, { file: series.frames[0]?.file, attribute, remedy, cause });
}

/** A replay must give the same pixels, slice for slice. */
function compare(replay: Manifest, rows: readonly ManifestFile[]): void {
  const hashes = new Map(rows.map(({ sources, pixelSha256 }) => [sources.join(), pixelSha256]));
  const different = replay.files.filter(
    ({ sources, pixelSha256 }) => hashes.get(sources.join()) !== pixelSha256,
  );
  if (different.length === 0) {
    say(`Replay: all ${replay.files.length} slices have the same pixels.`);
    return;
  }
  throw new ArgumentError(`${different.length} of ${replay.files.length} slices differ from the manifest.`, {
    attribute: '--replay',
    remedy: 'Give the same source files, and run on the same backend class as the manifest says.',
  });
}
