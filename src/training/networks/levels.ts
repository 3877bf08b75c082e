/**
 * How wide a network is at each of its sizes.
 *
 * @module
 */

/** Networks begin or end with maps of this side. */
export const COARSEST = 4;

/** No level has more channels, times the width. */
const WIDEST = 8;

/**
 * Channels of maps of side `at` in a network for images of `side`: `width` in the two
 * finest levels, twice as many at each coarser one, at most eight times.
 */
export function channelsAt(at: number, side: number, width: number): number {
  return width * Math.min(WIDEST, Math.max(1, side / (2 * at)));
}
