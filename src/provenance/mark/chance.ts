/**
 * What chance does: how well a picture agrees with keys that nobody marked it with.
 *
 * @module
 */
import { agree, levelled } from './agree.js';
import type { MarkKey } from './key.js';
import type { MarkPicture } from './mark.js';
import { residuals } from './residual.js';
import { listenFolded } from './wave.js';

/** The z of each key in one view of a picture, the best of all shifts and both polarities: one folding serves all keys. */
export function scoresOf(picture: MarkPicture, keys: Iterable<MarkKey>): number[] {
  const [stored] = residuals(picture);
  const listen = listenFolded(stored, picture.rows, picture.columns);
  const pose = { scale: 1, rotation: 0 };
  return Array.from(keys, ({ flag }) => agree([levelled(listen(flag, pose), flag)], flag)[0].z);
}
