/**
 * What one unit of a network means in the values of a series, for images without a
 * unit of their own (MR).
 *
 * @module
 */
import { ArgumentError, ModelError } from '../errors.js';
import { percentile } from '../image/percentile.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import type { ModelCard } from '../registry/card.js';

/** The scale given, or the percentile of the series that the card names; undefined where the card names none. */
export function seriesScale(
  { frames }: Series<Frame>,
  { id, execution }: ModelCard,
  given: number | undefined,
): number | undefined {
  const { scale } = execution.input;
  if (given !== undefined) {
    if (scale !== undefined && given > 0 && given < Infinity) return given;
    throw new ArgumentError(`The model "${id}" cannot take this scale.`, {
      attribute: 'scale',
      remedy: scale ? 'Give a number above 0.' : 'Leave it out: the model works in units.',
    });
  }
  if (scale === undefined || frames.length === 0) return undefined;
  const found = percentile(
    frames.map((frame) => ({ stored: pixelsOf(frame), rescale: frame.rescale, padding: frame.padding })),
    scale.percentile,
  );
  if (found > 0) return found;
  throw new ModelError('The series has no signal to scale by.', {
    file: frames[0].file,
    attribute: 'Pixel Data (7FE0,0010)',
    remedy: 'Choose a series with a picture in it.',
  });
}
