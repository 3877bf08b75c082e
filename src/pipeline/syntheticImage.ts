/**
 * A slice that no patient stands behind, in DICOM's words: a study of its own, a
 * patient whose name says that there is none, and no source.
 *
 * @module
 */
import type { NewImage } from '../dicom/writeImage.js';
import { ArgumentError } from '../errors.js';
import type { MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { VERSION } from '../provenance/record.js';
import { sha256 } from '../sha256.js';
import { DERIVATION, IMAGE_TYPE } from './derivation.js';
import { describe } from './derivationText.js';
import { recordBlock } from './recordBlock.js';
import { planeOf } from './syntheticPlane.js';

/** What a file says beside the frame itself. */
export interface SyntheticImageOptions {
  readonly instanceNumber: number;
  /** 9001 when absent. */
  readonly seriesNumber?: number;
  readonly seriesDescription?: string;
  /** When the job began, the same for all its files; absent: the study has no date, as nobody was examined. */
  readonly jobTime?: Date;
  readonly comments?: string;
}

const SERIES_DESCRIPTION = 'AI SYNTHETIC (NO PATIENT)';

/** The image to write for one synthetic slice. */
export async function syntheticImage(frame: MarkedFrame, options: SyntheticImageOptions): Promise<NewImage> {
  const { record } = frame.origin;
  if (!record) {
    throw new ArgumentError('Only slices generated here are written as new images.', {
      file: frame.file,
      attribute: 'series',
      remedy: 'Export files of other makers as they came.',
    });
  }
  const { instance, rows, columns, format, rescale, window } = frame;
  const modality = frame.modality === 'MR' ? 'MR' : 'CT';
  const model = `${record.model.id} ${record.model.version}`;
  const software = { manufacturer: 'Veritome', model, softwareVersions: VERSION };
  const dateTime = new Date(record.createdAt);
  // What the latent code is drawn from: the same seed, settings and weights give the same pixels.
  const latent = await sha256(new TextEncoder().encode(JSON.stringify(record.options)));
  const description = describe(record, [`latent seed SHA-256 ${latent}`]);
  return {
    patient: { ...(await nobody(instance.studyInstanceUID)), qualityControlSubject: false },
    study: {
      instanceUID: instance.studyInstanceUID,
      id: 'SYNTHETIC',
      description: SERIES_DESCRIPTION,
      dateTime: options.jobTime,
    },
    series: {
      instanceUID: instance.seriesInstanceUID,
      number: options.seriesNumber ?? 9001,
      description: options.seriesDescription || SERIES_DESCRIPTION,
      dateTime: options.jobTime,
    },
    equipment: software,
    frameOfReferenceUID: instance.frameOfReferenceUID ?? instance.studyInstanceUID,
    sopInstanceUID: instance.sopInstanceUID,
    instanceNumber: options.instanceNumber,
    modality,
    imageType: ['DERIVED', 'SECONDARY', modality === 'MR' ? 'OTHER' : 'AXIAL', IMAGE_TYPE[record.class]],
    syntheticData: 'YES',
    derivationDescription: description,
    derivationCodes: [DERIVATION[record.class]],
    contributingEquipment: {
      ...software,
      description: description.slice(0, 1024),
      purposeOfReference: [{ value: '109100', scheme: 'DCM', meaning: 'Synthesizing Equipment' }],
      dateTime,
    },
    privateBlock: recordBlock(record),
    imageComments: options.comments,
    plane: planeOf(frame),
    pixels: { stored: pixelsOf(frame), rows, columns, format },
    rescale,
    window,
    dateTime,
  };
}

/** A name that nobody takes for a person's, the same for all slices of a study. */
export async function nobody(studyInstanceUID: string): Promise<{ name: string; id: string }> {
  const hash = await sha256(new TextEncoder().encode(studyInstanceUID));
  const id = hash.slice(0, 8).toUpperCase();
  return { name: `SYNTHETIC^${id}`, id: `SYNTHETIC-${id}` };
}
