/**
 * The provenance record as private elements, each with what a reader that does not know
 * us is told of it (PS3.5 §7.8.1, PS3.3 C.12.1 Private Data Element Characteristics).
 *
 * @module
 */
import type { PrivateBlock, PrivateElement } from '../dicom/derived.js';
import type { FrameRecord } from '../provenance/frameRecords.js';
import { packRecords } from '../provenance/frameRecords.js';
import type { ProvenanceRecord } from '../provenance/record.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** CID 7162. */
const ARTIFICIAL_INTELLIGENCE = {
  CodeValue: '123110',
  CodingSchemeDesignator: 'DCM',
  CodeMeaning: 'Artificial Intelligence',
};

/** The record of an instance that is one picture. */
export function recordBlock(record: ProvenanceRecord): PrivateBlock {
  return blockOf([...recordElements(record, record.pixels.sha256), algorithm([record])]);
}

/**
 * The records of an instance of several frames, of which some may stand unchanged.
 *
 * @param pixelSha256 of all frames together.
 */
export function frameRecordsBlock(
  frames: readonly FrameRecord[],
  pixelSha256: string,
): PrivateBlock | undefined {
  const packed = packRecords(frames);
  if (!packed) return undefined;
  return blockOf([
    ...recordElements(packed.record, pixelSha256),
    {
      element: PRIVATE_BLOCK.frameRecords,
      vr: 'UT',
      value: packed.frames,
      definition: {
        name: 'Frame Provenance Records',
        keyword: 'FrameProvenanceRecords',
        description:
          'JSON array, an entry per frame: what of its record differs from the Provenance Record, or the SHA-256 of the pixels of a frame that is unchanged.',
      },
    },
    algorithm(frames.filter((frame) => typeof frame !== 'string')),
  ]);
}

function blockOf(elements: readonly PrivateElement[]): PrivateBlock {
  return { group: PRIVATE_BLOCK.group, creator: PRIVATE_BLOCK.creator, elements };
}

function recordElements(record: ProvenanceRecord, pixelSha256: string): PrivateElement[] {
  return [
    {
      element: PRIVATE_BLOCK.record,
      vr: 'UT',
      value: JSON.stringify(record),
      definition: {
        name: 'Provenance Record',
        keyword: 'ProvenanceRecord',
        description: 'JSON, schema veritome-record/1: model, settings, execution and hash of the pixels.',
      },
    },
    {
      element: PRIVATE_BLOCK.pixelSha256,
      vr: 'LO',
      value: pixelSha256,
      definition: {
        name: 'Pixel SHA-256',
        keyword: 'PixelSHA256',
        description:
          'SHA-256 of the decoded stored values, all frames, little endian, in the width of Bits Allocated.',
      },
    },
  ];
}

/**
 * Algorithm Identification Macro (PS3.3 Table 10-19), an item per network. No CT or MR
 * IOD invokes it, so it stands here and not at the top level.
 */
function algorithm(records: readonly ProvenanceRecord[]): PrivateElement {
  const models = new Map(records.map((record) => [`${record.model.id} ${record.model.version}`, record]));
  return {
    element: PRIVATE_BLOCK.algorithm,
    vr: 'SQ',
    value: [...models.values()].map(({ model, options, tool }) => ({
      AlgorithmFamilyCodeSequence: [ARTIFICIAL_INTELLIGENCE],
      AlgorithmName: model.id,
      AlgorithmVersion: model.version,
      AlgorithmParameters: JSON.stringify({ ...options, weightsSha256: model.weightsSha256 }),
      AlgorithmSource: tool.name,
    })),
    definition: {
      name: 'Algorithm Identification Sequence',
      keyword: 'AlgorithmIdentificationSequence',
      description: 'Items of the Algorithm Identification Macro (PS3.3 Table 10-19), one per network.',
    },
  };
}
