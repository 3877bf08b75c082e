/**
 * A slice as a DICOM secondary capture: windowed to 8 bits with the label burnt in, for
 * reports and for viewers that show no attributes.
 *
 * @module
 */
import { newUID } from '../dicom/uid.js';
import { type Capture, writeCapture } from '../dicom/writeCapture.js';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { hashBlocks } from '../provenance/blocks.js';
import type { Frame } from '../provenance/markedFrame.js';
import { type ProvenanceRecord, provePixels, VERSION } from '../provenance/record.js';
import { withClaim } from './credential.js';
import { DERIVATION, IMAGE_TYPE } from './derivation.js';
import { describe } from './derivationText.js';
import { labelledGrey, windowOf } from './labelledPicture.js';
import { recordBlock } from './recordBlock.js';
import { signedDicom } from './signedDicom.js';
import { nobody } from './syntheticImage.js';

/** CID 7005. */
const MODIFYING = { value: '109103', scheme: 'DCM', meaning: 'Modifying Equipment' };
/** No code of CID 7203 says that values became grey levels. */
const WINDOWING = { value: 'WINDOWED', scheme: '99VERITOME', meaning: 'Windowed to 8 bits' };
const FORMAT = { bitsAllocated: 8, bitsStored: 8, signed: false } as const;

/** Part 10 bytes of one slice; all slices of a run share `seriesInstanceUID`. */
export async function captureDicom(
  series: Series<Frame>,
  frame: Frame,
  index: number,
  seriesInstanceUID: string,
): Promise<Uint8Array> {
  const { width: columns, height: rows, grey } = labelledGrey(frame);
  const marked = frame.kind === 'marked' ? frame.origin : undefined;
  const record = marked?.record && (await recordOfCapture(marked.record, grey, rows, columns));
  const { center, width } = windowOf(frame);
  const windowed = `Windowed to 8 bits: center ${center}, width ${width}`;
  const class_ = marked?.class;
  const dateTime = new Date();
  const image: Capture = {
    of: await subjectOf(frame),
    grey,
    rows,
    columns,
    modality: frame.modality,
    sopInstanceUID: newUID(),
    seriesInstanceUID,
    seriesNumber: 9000 + ((series.number ?? 1) % 1000),
    seriesDescription: `${marked ? 'GENERATED, LABELLED - ' : 'CAPTURE - '}${series.description}`,
    instanceNumber: index + 1,
    ...(class_ && class_ !== 'unknown' && { imageTypeValue4: IMAGE_TYPE[class_] }),
    syntheticData: marked ? 'YES' : 'NO',
    burnedIn: marked !== undefined,
    derivationDescription: record ? `${describe(record)}; ${windowed}` : windowed,
    derivationCodes: [...(class_ && class_ !== 'unknown' ? [DERIVATION[class_]] : []), WINDOWING],
    sources: marked && marked.sources.length > 0 ? marked.sources : frame.part10 ? [frame.instance] : [],
    equipment: {
      manufacturer: 'Veritome',
      model: record ? `${record.model.id} ${record.model.version}` : 'Secondary capture',
      softwareVersions: VERSION,
      description: windowed,
      purposeOfReference: [MODIFYING],
      dateTime,
    },
    privateBlock: record && recordBlock(record),
    dateTime,
  };
  const file = await writeCapture(await withClaim(image, marked?.sources));
  return marked ? signedDicom(file) : file;
}

/** The same claim, bound to the pixels of the capture. */
async function recordOfCapture(
  record: ProvenanceRecord,
  grey: Uint8Array,
  rows: number,
  columns: number,
): Promise<ProvenanceRecord> {
  const rescale = { slope: 1, intercept: 0, type: 'US' };
  return {
    ...record,
    pixels: {
      ...(await provePixels({ rows, columns, format: FORMAT, rescale }, grey)),
      blocks: await hashBlocks(grey, rows, columns),
    },
  };
}

async function subjectOf(frame: Frame) {
  if (frame.part10) return frame.part10;
  const { instance } = frame;
  if (frame.kind === 'marked' && frame.origin.class === 'synthetic') {
    return {
      patient: { ...(await nobody(instance.studyInstanceUID)), qualityControlSubject: false },
      study: {
        instanceUID: instance.studyInstanceUID,
        id: 'SYNTHETIC',
        description: 'AI SYNTHETIC (NO PATIENT)',
      },
    };
  }
  throw new ArgumentError('This slice did not come from a DICOM file.', {
    file: frame.file,
    attribute: 'series',
    remedy: 'Export it as png.',
  });
}
