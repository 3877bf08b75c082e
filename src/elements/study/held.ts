/**
 * What the reader hands over, kept from the browser that takes it back.
 *
 * @module
 */
import { droppedItems } from '../../loaders/drop.js';
import type { Source } from '../../loaders/source.js';

/**
 * What was dropped or chosen, taken before anything is awaited: the browser empties a
 * DataTransfer when its event is over, and a file list when its input is reset.
 */
export function holdSource(source: Source): Source {
  if (source instanceof DataTransfer) return droppedItems(source);
  return source instanceof FileList ? [...source] : source;
}
