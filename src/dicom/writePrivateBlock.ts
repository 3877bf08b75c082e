/** Private data elements of one creator, to be written (PS3.5 §7.8.1). */
import type { Attributes, DataSet, Dcmjs, Value } from './dcmjs.js';
import type { PrivateBlock, PrivateElement } from './derivedImage.js';

/** The creator and its elements, in block 10 of the group. */
export function privateElements({ group, creator, elements }: PrivateBlock, dcmjs: Dcmjs): DataSet {
  const tag = (element: number) =>
    ((group * 0x10000 + element) >>> 0).toString(16).padStart(8, '0').toUpperCase();
  const block: DataSet = { [tag(0x10)]: { vr: 'LO', Value: [creator] } };
  for (const { element, vr, value } of elements) {
    block[tag(0x1000 + element)] = { vr, Value: valuesOf(value, dcmjs) };
  }
  return block;
}

function valuesOf(value: PrivateElement['value'], dcmjs: Dcmjs): readonly Value[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [value.slice().buffer as ArrayBuffer];
  return value.map((item) => dcmjs.dataSet(item, false));
}

/**
 * Tells what the block holds, and lets a de-identifier keep it: it proves the origin
 * (PS3.3 C.12.1, Private Data Element Characteristics; PS3.15 E.3.10).
 */
export function privateBlockIsSafe(block: PrivateBlock | undefined): Attributes {
  const definitions = block?.elements.flatMap(definitionOf) ?? [];
  return {
    PrivateDataElementCharacteristicsSequence: block && [
      {
        PrivateGroupReference: block.group,
        PrivateCreatorReference: block.creator,
        PrivateDataElementDefinitionSequence: definitions.length > 0 ? definitions : undefined,
        BlockIdentifyingInformationStatus: 'SAFE',
      },
    ],
  };
}

function definitionOf({ element, vr, value, definition }: PrivateElement): Attributes[] {
  if (!definition) return [];
  return [
    {
      PrivateDataElement: element,
      PrivateDataElementValueMultiplicity: 1,
      PrivateDataElementValueRepresentation: vr,
      PrivateDataElementNumberOfItems: vr === 'SQ' ? value.length : undefined,
      PrivateDataElementName: definition.name,
      PrivateDataElementKeyword: definition.keyword,
      PrivateDataElementDescription: definition.description,
    },
  ];
}
