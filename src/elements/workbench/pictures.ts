/** Which series are only looked at. */
import type { Picture } from '../../image/picture.js';
import type { Series } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';

/** True for colours and maps: no model and no writer takes them. */
export function isPictures(series: Series<Shown>): series is Series<Picture> {
  return series.frames.find(Boolean)?.kind === 'picture';
}
