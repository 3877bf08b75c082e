/**
 * An acquired CT series as it would have been at a lower dose: the noise difference
 * is inserted, the anatomy, kernel and artefacts stay. What leaves is DICOM that
 * says so.
 *
 * @module
 */
import { writeDerivedImage } from '../dicom/derived.js';
import { newUID } from '../dicom/uid.js';
import { ArgumentError, AttributeError } from '../errors.js';
import { type Plane, toModality, toStored } from '../image/frame.js';
import type { Series } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { VERSION } from '../provenance/record.js';
import { calibratePhotons } from '../simulation/calibrate.js';
import type { NoiseModel } from '../simulation/noiseModel.js';
import { fitNoise } from '../simulation/noiseModel.js';
import { lowerDose } from '../simulation/scan.js';
import type { ExportedFile } from './exportSeries.js';

export interface SimulateOptions extends JobOptions {
  /** Fraction of the acquired dose, above 0 and below 1. */
  readonly dose: number;
  /** Same seed, same noise. */
  readonly seed: number;
  /** Number of the first file; 1 when absent. */
  readonly first?: number;
}

/** What the inserted noise rests on, for the derivation's description. */
const BASES: Readonly<Record<NoiseModel['basis'], string>> = {
  spectrum: "level and texture fitted to the series' own noise",
  level: "level fitted to the series' noise, texture assumed",
  assumed: 'level and texture assumed',
};

/**
 * The DICOM files of the lower-dose series.
 *
 * @throws AttributeError when a slice has no pixel spacing, is no CT, or was generated.
 */
export async function* simulateDose(
  series: Series<Frame>,
  options: SimulateOptions,
): AsyncGenerator<ExportedFile> {
  const { dose, seed, signal, first = 1 } = options;
  if (!(dose > 0 && dose < 1)) {
    throw new ArgumentError('The dose must lie between 0 and 1.', {
      attribute: 'dose',
      remedy: 'Give the fraction of the acquired dose, such as 0.25.',
    });
  }
  for (const frame of series.frames) {
    // The files that are written carry no record: a network's slices would lose theirs.
    if (frame.kind === 'marked') throw generated(frame);
  }
  const planes = series.frames.map(planeOf);
  const slices = series.frames.map((frame) => toModality(pixelsOf(frame), frame.rescale));
  const [{ rows, columns }] = series.frames;
  const grid = { rows, columns, pixelSpacing: planes[0].pixelSpacing };
  const model = fitNoise(slices, grid, { perSlice: false });
  const { kernel } = model;
  const seriesInstanceUID = newUID();
  const dateTime = new Date();
  const report = progressMeter('Simulating', series.frames.length, options.onProgress);
  for (const [slice, frame] of series.frames.entries()) {
    signal?.throwIfAborted();
    const { format, rescale, part10 } = frame;
    if (!part10) throw notDicom(frame);
    const photons = calibratePhotons(slices[slice], grid, kernel) ?? model.photons[slice];
    const values = lowerDose(slices[slice], { ...grid, dose, seed, slice, photons, kernel });
    const description = `Noise of ${dose} of the dose inserted; seed ${seed}; ${Math.round(photons)} photons per ray; ${BASES[model.basis]}; Veritome ${VERSION}. Simulation for research.`;
    yield {
      name: `${String(first + slice).padStart(4, '0')}.dcm`,
      bytes: await writeDerivedImage({
        source: part10,
        stored: toStored(values, format, rescale),
        rows,
        columns,
        format,
        rescale,
        sopInstanceUID: newUID(),
        seriesInstanceUID,
        seriesNumber: 8000 + ((series.number ?? 1) % 1000),
        seriesDescription: `SIMULATED DOSE ${dose} - ${series.description}`.slice(0, 64),
        instanceNumber: slice + 1,
        imageTypeValue4: 'SIM_LOW_DOSE',
        syntheticData: 'YES',
        derivationDescription: description,
        derivationCodes: [
          { value: 'DOSE-SIMULATION', scheme: '99VERITOME', meaning: 'Noise insertion for a lower dose' },
        ],
        equipment: {
          manufacturer: 'Veritome',
          model: 'Dose simulation',
          softwareVersions: VERSION,
          description,
          purposeOfReference: [{ value: '109102', scheme: 'DCM', meaning: 'Processing Equipment' }],
          dateTime,
        },
        privateBlock: undefined,
        dateTime,
      }),
    };
    report(slice + 1);
  }
}

function planeOf(frame: Frame): Plane {
  if (frame.plane && frame.modality === 'CT') return frame.plane;
  throw new AttributeError('Dose can be simulated for CT slices with pixel spacing only.', {
    file: frame.file,
    attribute: frame.plane ? 'Modality (0008,0060)' : 'PixelSpacing (0028,0030)',
    remedy: 'Choose an axial CT series.',
  });
}

function generated({ file }: Frame): AttributeError {
  return new AttributeError('Dose is simulated for acquired slices only.', {
    file,
    attribute: 'SyntheticData (0008,001C)',
    remedy: 'Choose an acquired series, or a phantom.',
  });
}

function notDicom({ file }: Frame): ArgumentError {
  return new ArgumentError('This slice did not come from a DICOM file.', {
    file,
    attribute: 'series',
    remedy: 'Open the DICOM files themselves.',
  });
}
