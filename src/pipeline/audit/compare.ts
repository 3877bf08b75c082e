/**
 * A measured set beside a reference: distribution, memorisation, diversity.
 *
 * @module
 */
import { coverageOf } from '../../evaluation/coverage.js';
import { COARSE, DIVERSITY_HU, type FeatureSet, type Floor } from '../../evaluation/featureSet.js';
import { frechetDistance, scaled, scalingOf } from '../../evaluation/frechet.js';
import { histogramDistance, huHistogram } from '../../evaluation/histogram.js';
import { neighbourFigures } from '../../evaluation/memorisation.js';
import { diversityOf } from '../../evaluation/msSsim.js';
import { patchProjections, slicedWasserstein } from '../../evaluation/slicedWasserstein.js';
import type { SliceSigns } from '../../evaluation/sliceSigns.js';
import type { JobOptions } from '../../job.js';
import { breathe } from './measure.js';
import type { AuditReport, Distance } from './report.js';

/** Distances of sets smaller than this are all chance. */
const LEAST_SLICES = 12;

type Comparison = Pick<AuditReport, 'distribution' | 'memorisation' | 'diversity' | 'notes'>;

/** Compares at least one measured slice with a reference. */
export async function compare(
  signs: readonly SliceSigns[],
  reference: FeatureSet,
  { signal }: JobOptions,
): Promise<Comparison> {
  const notes: string[] = [];
  const coarse = signs.map((one) => one.coarse);
  const enough = Math.min(signs.length, reference.slices.length) >= LEAST_SLICES;
  if (!enough) notes.push(`Distances between sets need ${LEAST_SLICES} slices on each side: left out.`);
  /** One figure, with a turn of the event loop before it. */
  const figure = async <T>(make: () => T): Promise<T | null> => {
    await breathe();
    signal?.throwIfAborted();
    return enough ? make() : null;
  };
  const { floors } = reference;
  const radiomics = signs.map((one) => one.radiomics);
  const theirs = reference.slices.map((one) => one.radiomics);
  const hu = huHistogram(coarse);
  return {
    distribution: {
      slicedWasserstein: await figure(() => {
        const patches = patchProjections(coarse, COARSE.side, COARSE);
        const { mean, scales } = slicedWasserstein(patches, reference.patches);
        return { ...distance(mean, floors.slicedWasserstein), scales };
      }),
      frechetRadiomics: await figure(() =>
        distance(frechetDistance(radiomics, theirs), floors.frechetRadiomics),
      ),
      coverage: await figure(() => {
        const scaling = scalingOf(theirs);
        const found = coverageOf(scaled(radiomics, scaling), scaled(theirs, scaling));
        return { ...found, floor: floors.coverage };
      }),
      histogram: {
        distance: histogramDistance(hu, reference.hu),
        fakes: Array.from(hu),
        reference: Array.from(reference.hu),
      },
    },
    memorisation: memorisation(signs, reference, notes),
    diversity: diversity(coarse, reference, notes),
    notes,
  };
}

function distance(value: number, floor: Floor): Distance {
  const under = floor.subjects ?? floor.halves;
  return { distance: value, floor, ratio: under === null ? null : value / under };
}

function memorisation(
  signs: readonly SliceSigns[],
  { slices, subjects, floors }: FeatureSet,
  notes: string[],
): AuditReport['memorisation'] {
  const layouts = slices.map(({ layout }) => layout);
  const { fake } = neighbourFigures(
    signs.map(({ layout }) => layout),
    { layouts, subjects },
  );
  if (floors.neighbour === null) {
    notes.push(
      'The reference holds one subject: what distance is usual between people is not known from it.',
    );
  }
  return {
    distance: fake,
    unseen: floors.neighbour,
    ratio: floors.neighbour === null ? null : fake / floors.neighbour,
    crops: null,
  };
}

function diversity(
  coarse: readonly Float32Array[],
  reference: FeatureSet,
  notes: string[],
): AuditReport['diversity'] {
  if (coarse.length < 2 || !reference.diversity) {
    notes.push('Diversity needs two slices on each side: left out.');
    return null;
  }
  const fakes = diversityOf(coarse, COARSE.side, DIVERSITY_HU);
  return { fakes, reference: reference.diversity, ratio: fakes.rms / reference.diversity.rms };
}
