/** `npm run samples`: makes `sample-dicom/` from our own phantom and CT physics, byte for byte the same every time. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { derivedUID } from '../src/dicom/uid.js';
import { writeNewImage } from '../src/dicom/writeImage.js';
import { VERSION } from '../src/provenance/record.js';
import { chestStudy } from '../src/simulation/chestStudy.js';
import { chestPhantom } from '../src/simulation/phantom/chest.js';
import { SAMPLE } from './sampleStudy.js';

const FOLDER = 'sample-dicom';
/** A date for files that must not change; nothing happened then. */
const DATE = new Date('2026-01-01T09:00:00Z');
const FORMAT = { bitsAllocated: 16, bitsStored: 12, signed: false } as const;
const RESCALE = { slope: 1, intercept: -1024, type: 'HU' } as const;
const SCANS = [
  { folder: 'full-dose', number: 1, description: 'Chest phantom, full dose', tubeCurrent: 200 },
  { folder: 'quarter-dose', number: 2, description: 'Chest phantom, quarter dose', tubeCurrent: 50 },
] as const;

const { rows, columns, pixelSpacing, spacing } = chestPhantom(SAMPLE);
const [studyUID, frameUID] = await Promise.all(
  ['study', 'frame of reference'].map((what) => derivedUID('sample', what)),
);
rmSync(FOLDER, { recursive: true, force: true });
const index: string[] = [];

for (const { folder } of SCANS) mkdirSync(`${FOLDER}/${folder}`, { recursive: true });
for await (const { index: i, z, fullDose, quarterDose } of chestStudy(SAMPLE)) {
  for (const [n, hu] of [fullDose, quarterDose].entries()) {
    const { folder, number, description, tubeCurrent } = SCANS[n];
    const name = `${folder}/${String(i + 1).padStart(4, '0')}.dcm`;
    const bytes = await writeNewImage({
      patient: {
        name: 'PHANTOM^CHEST',
        id: 'VERITOME-PHANTOM-1',
        comments: 'Simulated phantom. No patient was scanned.',
      },
      study: { instanceUID: studyUID, id: '1', description: 'Simulated chest phantom', dateTime: DATE },
      series: {
        instanceUID: await derivedUID('sample', folder),
        number,
        description,
        kernel: 'STANDARD',
        bodyPart: 'CHEST',
        dateTime: DATE,
      },
      exposure: {
        kvp: 120,
        tubeCurrent,
        exposureTime: 500,
        reconstructionDiameter: columns * pixelSpacing[1],
      },
      equipment: { manufacturer: 'Veritome', model: 'CT simulator', softwareVersions: VERSION },
      frameOfReferenceUID: frameUID,
      sopInstanceUID: await derivedUID('sample', name),
      instanceNumber: i + 1,
      derivationDescription: `Simulated: phantom seed ${SAMPLE.seed}, parallel-beam projection, Poisson and electronic noise, filtered back-projection.`,
      plane: {
        pixelSpacing,
        orientation: [1, 0, 0, 0, 1, 0],
        position: [-((columns - 1) / 2) * pixelSpacing[1], -((rows - 1) / 2) * pixelSpacing[0], z],
        sliceThickness: spacing,
      },
      pixels: { rows, columns, stored: Uint16Array.from(hu, (v) => v - RESCALE.intercept), format: FORMAT },
      rescale: RESCALE,
      window: { center: 40, width: 400 },
      dateTime: DATE,
      packing: 'rle',
    });
    writeFileSync(`${FOLDER}/${name}`, bytes);
    index.push(name);
  }
  process.stderr.write(`slice ${i + 1} of ${SAMPLE.slices}\n`);
}
index.sort();
writeFileSync(`${FOLDER}/index.json`, `${JSON.stringify(index, null, 2)}\n`);
