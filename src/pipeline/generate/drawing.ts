/**
 * What a seed means: every number that goes into one slice, from the documented random
 * generator (image/random.ts) and nothing else.
 *
 * @module
 */
import type { LabelMap } from '../../image/labelMap.js';
import { createRandom, type Random } from '../../image/random.js';
import type { SynthesisRequest } from '../../inference/protocol.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { bendLabels, drawNodules } from '../../simulation/labelVariation.js';

/** What of the options decides pixels. */
export interface DrawingOptions {
  readonly count: number;
  readonly seed: number;
  readonly truncation?: number;
  readonly class?: string;
  readonly bend?: number;
  readonly nodules?: number;
  readonly walkTo?: number;
}

/** One slice to be made. */
export interface Drawing {
  /** Of this slice alone. */
  readonly seed: number;
  readonly class: string;
  /** For the record. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Label models: the map that is filled, bent and with its nodules. */
  readonly labels: LabelMap | undefined;
  /** The input of attempt n: the same for the same n, ever. */
  attempt(n: number): SynthesisRequest;
}

/** Slice `index` of a job. */
export function drawingOf(
  card: GeneratorCard,
  options: DrawingOptions,
  index: number,
  maps: readonly LabelMap[] | undefined,
): Drawing {
  // The seed of a slice derives from the job's and its place alone, so that shards and replays agree.
  const seed = createRandom(options.seed).fork('slice').fork(index).uint32();
  const random = createRandom(seed);
  return card.execution.kind === 'labels'
    ? fromLabels(card, options, index, { seed, random }, maps ?? [])
    : fromLatent(card, options, index, { seed, random });
}

/** Class of slices of a model that is not told a level. */
const ANY = 'slice';

interface Seeded {
  readonly seed: number;
  readonly random: Random;
}

function fromLabels(
  card: GeneratorCard,
  { bend = 0, nodules = 0 }: DrawingOptions,
  index: number,
  { seed, random }: Seeded,
  maps: readonly LabelMap[],
): Drawing {
  const given = index % maps.length;
  const bent = bend > 0 ? bendLabels(maps[given], random.fork('bend'), bend) : maps[given];
  const { map } = nodules > 0 ? drawNodules(bent, random.fork('nodules'), nodules) : { map: bent };
  return {
    seed,
    class: 'labels',
    settings: { seed, index, map: given, bend, nodules },
    labels: map,
    attempt: (n) => ({ ...looks(card, random.fork(n), 1), codes: map.codes }),
  };
}

function fromLatent(
  card: GeneratorCard,
  options: DrawingOptions,
  index: number,
  { seed, random }: Seeded,
): Drawing {
  const { latent: length = 0, levels } = card.execution;
  const { truncation = 1, walkTo, count } = options;
  // A walk keeps the level and the looks of its first slice.
  const home = walkTo === undefined ? random : createRandom(options.seed).fork('walk');
  const classes = Object.keys(levels?.classes ?? {});
  const name = options.class ?? classes[Math.floor(home.fork('class').uniform() * classes.length)] ?? ANY;
  const [low, high] = levels?.classes[name] ?? [0, 1];
  const level = low + (high - low) * home.fork('level').uniform();
  const size = sizeOf(card.execution.scale, home.fork('size'), truncation);
  const latentOf = (stream: Random) => Float32Array.from({ length }, () => truncation * stream.normal());
  const walk: Record<string, number> = walkTo === undefined ? {} : { walkTo, step: index };
  return {
    seed,
    class: name,
    settings: {
      ...{ seed, index, class: name },
      ...(levels && { level: Math.round(level * 1e4) / 1e4 }),
      ...{ truncation, ...walk },
    },
    labels: undefined,
    attempt(n) {
      if (walkTo === undefined) {
        const stream = random.fork(n);
        return {
          ...looks(card, stream, truncation),
          latent: latentOf(stream.fork('latent')),
          level,
          scale: size,
        };
      }
      const from = latentOf(home.fork('latent'));
      const to = latentOf(createRandom(walkTo).fork('walk').fork('latent'));
      const latent = between(from, to, count > 1 ? index / (count - 1) : 0);
      return { ...looks(card, home, truncation), latent, level, scale: size };
    },
  };
}

/** Scale of width and depth of a body, rounded so that every engine has the same. */
function sizeOf(
  { mean, sd } = { mean: 0, sd: 0 },
  stream: Random,
  truncation: number,
): readonly [number, number] {
  const one = () => Math.round(1e4 * Math.exp(mean + truncation * sd * stream.normal())) / 1e4;
  return [one(), one()];
}

/** Style and noise of a slice. */
function looks({ execution }: GeneratorCard, stream: Random, truncation: number) {
  const style = stream.fork('style');
  const noise = stream.fork('noise');
  return {
    style: Float32Array.from({ length: execution.style }, () => truncation * style.normal()),
    noise: Float32Array.from({ length: execution.noise * execution.side ** 2 }, () => noise.normal()),
  };
}

/**
 * Between two Gaussian vectors without losing length: a^2 + b^2 = 1, the arc for vectors that are nearly
 * perpendicular (White 2016, arXiv:1609.04468).
 */
function between(from: Float32Array, to: Float32Array, t: number): Float32Array {
  const norm = Math.sqrt(t * t + (1 - t) * (1 - t));
  return from.map((value, i) => ((1 - t) * value + t * to[i]) / norm);
}
