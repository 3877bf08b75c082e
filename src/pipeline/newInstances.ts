/**
 * The instances of a new series: one a slice, but one for all the slices that come from
 * the same multi-frame image, because they leave as one again.
 *
 * @module
 */
import { derivedUID, newUID } from '../dicom/uid.js';
import type { InstanceReference } from '../image/frame.js';

/** New references for slices made from `sources`, in the order of the new series. */
export function newInstances(
  sources: readonly InstanceReference[],
  seriesInstanceUID: string,
): Promise<InstanceReference[]> {
  const counts = new Map<string, number>();
  return Promise.all(
    sources.map(async (source) => {
      if (source.frameNumber === undefined) {
        return { ...source, seriesInstanceUID, sopInstanceUID: newUID() };
      }
      const frameNumber = (counts.get(source.sopInstanceUID) ?? 0) + 1;
      counts.set(source.sopInstanceUID, frameNumber);
      // The same for all its frames, and new because the series is.
      const sopInstanceUID = await derivedUID(seriesInstanceUID, source.sopInstanceUID);
      return { ...source, seriesInstanceUID, sopInstanceUID, frameNumber };
    }),
  );
}
