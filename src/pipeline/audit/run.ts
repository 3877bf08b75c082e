/** The audit itself. */
import { ArgumentError } from '../../errors.js';
import { anomalyReference, judgeSlice } from '../../evaluation/anomaly.js';
import { duplicateCrops } from '../../evaluation/duplicateCrops.js';
import { decodeFeatures } from '../../evaluation/featureFile.js';
import { type FeatureSet, featureSet } from '../../evaluation/featureSet.js';
import { median } from '../../evaluation/median.js';
import { nearestOf } from '../../evaluation/memorisation.js';
import { RADIOMICS_SIDE } from '../../evaluation/radiomics.js';
import type { SliceSigns } from '../../evaluation/sliceSigns.js';
import type { FrameInfo } from '../../image/frame.js';
import type { JobOptions } from '../../job.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { loadFeatures } from '../../registry/features.js';
import type { AuditOptions, SliceSet } from '../audit.js';
import { compare } from './compare.js';
import { breathe, fieldOf, type Measured, measure } from './measure.js';
import type { AuditedSlice, AuditFlag, AuditReport } from './report.js';

/** Slices nearest to the reference whose squares are looked for in it. */
const MOST_CROPS = 24;
/** Nearer than this share of the distance between people a generated slice counts as a copy. */
const COPY_SHARE = 0.35;

/** See `audit` one room up: it loads this file, and all it measures with, when it is first asked. */
export async function runAudit(fakes: SliceSet, options: AuditOptions): Promise<AuditReport> {
  const frames = framesOf(fakes);
  const given = options.reference && framesOf(options.reference);
  check(frames, given, options.realism);
  const shipped = decodeFeatures((await loadFeatures(options.signal)).bytes);
  const measured = await measure(frames, 'Measuring slices', options);
  const real = given && (await measure(given, 'Measuring the reference', options));
  const reference = real ? setOf(real, shipped) : shipped;
  const judge = anomalyReference(reference.slices, shipped);
  const layouts = reference.slices.map(({ layout }) => layout);
  const slices = measured.signs.map((signs, index) => {
    const { sopInstanceUID } = frames[index].instance;
    const about = { index, sopInstanceUID, realism: options.realism?.[index] ?? null };
    if (!signs) return { ...about, score: 1, flags: [WITHOUT_SPACING], nearest: null };
    return { ...about, ...judgeSlice(signs, judge), nearest: nearestOf(signs.layout, layouts) };
  });
  const usable = measured.signs.filter((signs): signs is SliceSigns => signs !== undefined);
  if (usable.length === 0) throw nothing('None of the slices has a pixel spacing.');
  const { notes, memorisation, ...figures } = await compare(usable, reference, options);
  const apart = reference.floors.neighbour ?? shipped.floors.neighbour ?? 0;
  const marked = slices.map((slice) => withCopy(slice, frames[slice.index], apart));
  const crops = real ? await cropsOf(marked, measured, real, options) : null;
  return {
    reference: {
      kind: given ? 'given' : 'training set',
      slices: reference.slices.length,
      subjects: new Set(reference.subjects).size,
    },
    realism: realismOf(options.realism),
    ...figures,
    memorisation: memorisation && { ...memorisation, crops },
    slices: marked,
    flagged: marked.filter(({ flags }) => flags.length > 0).length,
    notes,
  };
}

const WITHOUT_SPACING: AuditFlag = {
  test: 'spacing',
  figure: 0,
  limit: 0,
  reason: 'Without Pixel Spacing (0028,0030) the slice cannot be measured.',
};

function framesOf(set: SliceSet): readonly Frame[] {
  return 'frames' in set ? set.frames : set;
}

function check(
  frames: readonly Frame[],
  reference: readonly Frame[] | undefined,
  realism: AuditOptions['realism'],
): void {
  if (frames.length === 0) throw nothing('There is no slice to audit.');
  if (reference?.length === 0) throw nothing('The reference holds no slice.');
  if (reference?.some(({ modality }: FrameInfo) => modality !== 'CT')) {
    throw new ArgumentError('The reference holds slices that are not CT.', {
      attribute: 'Modality (0008,0060)',
      remedy: 'The audit measures Hounsfield units: give CT as the reference.',
    });
  }
  if (realism && realism.length !== frames.length) {
    throw new ArgumentError('There is not one realism score for each slice.', {
      attribute: 'realism',
      remedy: 'Give undefined for slices without a score.',
    });
  }
}

function nothing(message: string): ArgumentError {
  return new ArgumentError(message, { attribute: 'slices', remedy: 'Give CT slices with pixel spacing.' });
}

/** Features of the caller's reference; studies stand for people. */
function setOf({ frames, signs }: Measured, { limits }: FeatureSet): FeatureSet {
  const studies = [...new Set(frames.map(({ instance }) => instance.studyInstanceUID))];
  const subjects = frames.map(({ instance }) => studies.indexOf(instance.studyInstanceUID));
  const usable = signs.flatMap((one, i) => (one ? [{ one, subject: subjects[i] }] : []));
  if (usable.length === 0) throw nothing('No slice of the reference has a pixel spacing.');
  return featureSet(
    usable.map(({ one }) => one),
    usable.map(({ subject }) => subject),
    limits,
  );
}

/** Only a generated slice can be a copy: an acquired one may be the training slice itself. */
function withCopy(slice: AuditedSlice, { kind }: Frame, apart: number): AuditedSlice {
  const limit = COPY_SHARE * apart;
  if (kind !== 'marked' || !slice.nearest || slice.nearest.distance >= limit) return slice;
  const figure = slice.nearest.distance;
  const reason = `Only ${figure.toFixed(0)} HU from a slice of the reference; people are ${apart.toFixed(0)} HU apart.`;
  const score = Math.max(slice.score, limit / Math.max(1, figure));
  return { ...slice, score, flags: [...slice.flags, { test: 'copy', figure, limit, reason }] };
}

/** Looks for squares of the slices nearest to the reference in their nearest ones. */
async function cropsOf(
  slices: readonly AuditedSlice[],
  { frames }: Measured,
  real: Measured,
  { signal }: JobOptions,
): Promise<NonNullable<AuditReport['memorisation']>['crops']> {
  const usable = real.frames.filter((_, i) => real.signs[i]);
  const closest = slices
    .flatMap(({ index, nearest }) => (nearest ? [{ index, nearest }] : []))
    .sort((a, b) => a.nearest.distance - b.nearest.distance)
    .slice(0, MOST_CROPS);
  const found = { looked: 0, copied: 0, highest: 0 };
  for (const { index, nearest } of closest) {
    await breathe();
    signal?.throwIfAborted();
    const fake = fieldOf(frames[index], RADIOMICS_SIDE);
    const other = fieldOf(usable[nearest.index], RADIOMICS_SIDE);
    if (!fake || !other) continue;
    const { looked, copied, highest } = duplicateCrops(fake, other, RADIOMICS_SIDE);
    found.looked += looked;
    found.copied += copied;
    found.highest = Math.max(found.highest, highest);
  }
  return found;
}

function realismOf(scores: AuditOptions['realism']): AuditReport['realism'] {
  const known = (scores ?? []).filter((score) => score !== undefined);
  if (known.length === 0) return null;
  return {
    count: known.length,
    mean: known.reduce((sum, score) => sum + score, 0) / known.length,
    median: median(known),
    lowest: Math.min(...known),
  };
}
