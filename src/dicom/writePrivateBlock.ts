/** Private data elements of one creator, to be written (PS3.5 §7.8.1). */
import type { Attributes, DataSet } from './dcmjs.js';
import type { PrivateBlock } from './derivedImage.js';

/** The creator and its elements, in block 10 of the group. */
export function privateElements({ group, creator, elements }: PrivateBlock): DataSet {
  const tag = (element: number) =>
    ((group * 0x10000 + element) >>> 0).toString(16).padStart(8, '0').toUpperCase();
  const block: DataSet = { [tag(0x10)]: { vr: 'LO', Value: [creator] } };
  for (const { element, vr, value } of elements) {
    const bytes = typeof value === 'string' ? value : (value.slice().buffer as ArrayBuffer);
    block[tag(0x1000 + element)] = { vr, Value: [bytes] };
  }
  return block;
}

/** Lets a de-identifier keep the block that proves the origin (PS3.15 E.3.10). */
export function privateBlockIsSafe(block: PrivateBlock | undefined): Attributes {
  return {
    PrivateDataElementCharacteristicsSequence: block && [
      {
        PrivateGroupReference: block.group,
        PrivateCreatorReference: block.creator,
        BlockIdentifyingInformationStatus: 'SAFE',
      },
    ],
  };
}
