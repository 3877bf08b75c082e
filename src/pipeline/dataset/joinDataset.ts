/**
 * The shares of a job put together: one manifest, one table, one card.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { ExportedFile } from '../exportSeries.js';
import { datasetCard } from './card.js';
import { type DatasetManifest, parseDatasetManifest } from './datasetManifest.js';
import { manifestText, textFile } from './exportDataset.js';
import { CSV_HEADER } from './labelsCsv.js';
import { positionsOf, sharedName } from './shard.js';

/** What shares must agree on to be one job. */
const SHARED: readonly (keyof DatasetManifest)[] = [
  ...(['schema', 'tool', 'command', 'options', 'seed', 'count', 'format', 'jobTime', 'labelMaps'] as const),
];

/** A share's manifest and table, as text. */
export interface Share {
  readonly name: string;
  readonly manifest: string;
  readonly labels: string;
}

/**
 * `manifest.json`, `labels.csv` and `README.md` of the whole job.
 *
 * @throws ArgumentError when shares are missing, incomplete, or of different jobs.
 */
export function joinDataset(shares: readonly Share[]): ExportedFile[] {
  const parsed = shares.map(({ name, manifest }) => ({ name, manifest: parseDatasetManifest(manifest) }));
  parsed.sort((a, b) => (a.manifest.shard?.index ?? 0) - (b.manifest.shard?.index ?? 0));
  const head = parsed.find(({ manifest }) => manifest.model !== null)?.manifest ?? parsed[0]?.manifest;
  const of = head?.shard?.of;
  if (!head || !of) throw refused('There are no manifests of shards here.', undefined);
  for (let i = 1; i <= of; i++) {
    const missing = sharedName('manifest', 'json', { index: i, of });
    if (parsed[i - 1]?.manifest.shard?.index !== i) throw refused('A shard is missing.', missing);
  }
  for (const { name, manifest } of parsed) checkShare(manifest, head, name);
  const files = parsed.flatMap(({ manifest }) => manifest.files).sort((a, b) => a.index - b.index);
  const whole: DatasetManifest = { ...head, shard: null, files };
  // Names begin with the position at equal width: their order is the slices'.
  const lines = shares.flatMap(({ labels }) => labels.split('\n').slice(1).filter(Boolean)).sort();
  return [
    textFile('labels.csv', `${[CSV_HEADER, ...lines].join('\n')}\n`),
    textFile('README.md', datasetCard(whole)),
    textFile('manifest.json', manifestText(whole)),
  ];
}

function checkShare(manifest: DatasetManifest, head: DatasetManifest, name: string): void {
  const { shard, model, files, count } = manifest;
  const differs = SHARED.find((key) => JSON.stringify(manifest[key]) !== JSON.stringify(head[key]));
  // A share of a job smaller than its shares made no slice: it knows neither model nor defaults.
  if (files.length > 0 && (differs || JSON.stringify(model) !== JSON.stringify(head.model))) {
    throw refused(`The shards are not of one job: ${differs ?? 'model'} differs.`, name);
  }
  const wanted = new Set(positionsOf(count, shard ?? undefined));
  const strange = files.some(({ index }) => !wanted.delete(index));
  // Where a score was asked for, slices that never reached it are left out.
  const whole = wanted.size === 0 || head.options.minRealism !== undefined;
  if (strange || !whole) throw refused('The shard lacks slices, or has some of another.', name);
}

function refused(message: string, file: string | undefined): ArgumentError {
  return new ArgumentError(message, {
    file,
    attribute: '--join',
    remedy: 'Run the shards that are missing or differ again with --force, then join.',
  });
}
