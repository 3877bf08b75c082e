/** Where a slice lies that was never anywhere. */
import { ArgumentError } from '../errors.js';
import type { FrameInfo, Plane } from '../image/frame.js';

/**
 * The plane that the generator gave it.
 *
 * @throws ArgumentError where there is none: pixels without a size are no CT.
 */
export function planeOf({ plane, file }: FrameInfo): Plane {
  if (plane) return plane;
  throw new ArgumentError('The slice has no pixel spacing.', {
    file,
    attribute: 'plane',
    remedy: 'Give generated slices a plane before they are sealed.',
  });
}
