/**
 * Software of ours that worked on the sources of a slice, where their file does not tell:
 * slices denoised on this page and never saved have slices between them.
 *
 * @module
 */
import type { ContributingEquipment } from '../dicom/derived.js';
import { parsePart10 } from '../dicom/part10.js';
import { type EarlierMark, marksOf } from '../provenance/earlierMark.js';
import type { Frame } from '../provenance/markedFrame.js';
import { VERSION } from '../provenance/record.js';
import { recordIn } from './declaration.js';

/** CID 7005. */
const PROCESSING = { value: '109102', scheme: 'DCM', meaning: 'Processing Equipment' };

/** For Contributing Equipment, each model once, the oldest first. */
export function earlierEquipment(frames: readonly Frame[]): ContributingEquipment[] {
  const items = frames.flatMap(missing).map((mark) => [nameOf(mark), mark] as const);
  return [...new Map(items).values()].flatMap(equipmentOf);
}

/** Marks of ours in the history of a slice that the file its header is copied from does not hold. */
function missing(frame: Frame): EarlierMark[] {
  const record = frame.kind === 'marked' ? frame.origin.record : undefined;
  const marks = record?.history?.filter(({ toldBy }) => toldBy === 'record') ?? [];
  if (marks.length === 0 || !frame.part10) return marks;
  const saved = recordIn(parsePart10(frame.part10, frame.file), frame.part10Frame);
  const told = new Set((saved ? marksOf(saved) : []).map(nameOf));
  return marks.filter((mark) => !told.has(nameOf(mark)));
}

function nameOf({ class: made, model }: EarlierMark): string {
  return `${made} ${model?.id} ${model?.version}`;
}

function equipmentOf({ class: made, model }: EarlierMark): ContributingEquipment[] {
  if (!model) return [];
  return [
    {
      manufacturer: 'Veritome',
      model: `${model.id} ${model.version}`,
      softwareVersions: VERSION,
      description: `Source ${made} by neural network ${model.id} ${model.version}; weights SHA-256 ${model.weightsSha256}`,
      purposeOfReference: [PROCESSING],
    },
  ];
}
