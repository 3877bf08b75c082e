/** Functional groups of enhanced multi-frame images (PS3.3 C.7.6.16). */
import { type Attributes, itemsOf } from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';

/** Where the attributes of one frame stand. */
export interface FunctionalGroups {
  /** The item of a functional group: the frame's own, else the shared one, else the file itself. */
  of(sequence: Tag): Attributes;
}

/** The groups of every frame of a file; for classic images, the file's own attributes for each. */
export function functionalGroups(source: Attributes, frames: number): FunctionalGroups[] {
  const [shared] = itemsOf(source, TAG.SharedFunctionalGroupsSequence);
  const perFrame = itemsOf(source, TAG.PerFrameFunctionalGroupsSequence);
  return Array.from({ length: frames }, (_, frame) => ({
    of: (sequence) =>
      [perFrame[frame], shared].flatMap((groups) => (groups ? itemsOf(groups, sequence) : []))[0] ?? source,
  }));
}
