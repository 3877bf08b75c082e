/**
 * Which slices of open series may be learnt from.
 *
 * @module
 */
import { ArgumentError, AttributeError, MixedSeriesError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import { LEAST_SLICES } from './heldOut.js';

/** A slice and where it lies. */
export interface Placed {
  readonly frame: AcquiredFrame;
  /** Which of the series, from 0. */
  readonly series: number;
  /** Which of its slices, from 0. */
  readonly index: number;
  /** 0 first to 1 last of its series; 0.5 of one alone. */
  readonly position: number;
}

const MODALITIES: readonly string[] = ['CT', 'MR'];

/**
 * The slices, thinned evenly to `most`.
 *
 * @throws as `prepareImages` says.
 */
export function chosenSlices(
  series: readonly Series<Frame>[],
  most: number,
): { slices: Placed[]; modality: string; leftOut: number } {
  const all: Placed[] = [];
  for (const [at, { frames }] of series.entries()) {
    for (const [i, frame] of frames.entries()) {
      // Networks that learn from their own output forget the rare: Shumailov et al. 2024, Nature 631:755.
      if (frame.kind === 'marked') throw generated();
      all.push({ frame, series: at, index: i, position: frames.length > 1 ? i / (frames.length - 1) : 0.5 });
    }
  }
  if (all.length < LEAST_SLICES) {
    throw new ArgumentError(`A run needs at least ${LEAST_SLICES} slices; there are ${all.length}.`, {
      attribute: 'series',
      remedy: 'Open a series with more slices, or several series.',
    });
  }
  const kept =
    all.length <= most
      ? all
      : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
  return { slices: kept, modality: modalityOf(all), leftOut: all.length - kept.length };
}

/**
 * mm of the smallest square that holds every slice.
 *
 * @throws AttributeError for a slice without spacing.
 */
export function fieldOf(slices: readonly Placed[]): number {
  let largest = 0;
  for (const { frame } of slices) {
    const [down, across] = frame.plane?.pixelSpacing ?? [0, 0];
    if (!(down > 0 && across > 0)) {
      throw new AttributeError('A slice has no pixel spacing: its size in mm is not known.', {
        file: frame.file,
        attribute: 'Pixel Spacing (0028,0030)',
        remedy: 'Train on slices whose spacing is known.',
      });
    }
    largest = Math.max(largest, frame.rows * down, frame.columns * across);
  }
  return largest;
}

function modalityOf(slices: readonly Placed[]): string {
  const found = [...new Set(slices.map(({ frame }) => frame.modality))];
  if (found.length > 1) {
    throw new MixedSeriesError('The series are of several modalities: their values mean different things.', {
      attribute: 'Modality (0008,0060)',
      remedy: 'Train on series of one modality.',
    });
  }
  if (!MODALITIES.includes(found[0])) {
    throw new ArgumentError('Only CT and MR can be trained on.', {
      attribute: 'Modality (0008,0060)',
      remedy: 'Open a CT or MR series.',
    });
  }
  return found[0];
}

function generated(): ArgumentError {
  return new ArgumentError(
    'Slices that a network made are not trained on: networks that learn from networks get worse.',
    {
      attribute: 'series',
      remedy: 'Open the acquired series.',
    },
  );
}
