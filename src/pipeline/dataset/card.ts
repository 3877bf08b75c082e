/**
 * The data set's card, after Gebru et al. 2021, "Datasheets for Datasets" (CACM 64:12):
 * for those who find the folder without whoever made it.
 *
 * @module
 */
import { TISSUES } from '../../image/labelMap.js';
import type { DatasetManifest } from './datasetManifest.js';
import type { DatasetFormat } from './format.js';

const HOLDS: Readonly<Record<DatasetFormat, string>> = {
  dicom:
    'CT Image Storage `0001.dcm` …; tissues as DICOM Segmentation in `labels/`, under the same number. HU = stored × RescaleSlope + RescaleIntercept. Of a model of MR: MR Image Storage, no tissues.',
  png: '16-bit grey `0001.synthetic.png` …, HU = value − 1024; tissues as 8-bit codes in `labels/`, under the same number. Of a model of MR: value − 1024 without a unit, no tissues.',
  nifti:
    '`0001.nii.gz` … in HU, one slice each, affine in RAS millimetres; tissues in `labels/`, under the same number. Of a model of MR: values without a unit, no tissues.',
  npz: '`0001.npz` …: `hu` (int16; `values` of a model of MR), `labels` (uint8), `pixel_spacing`, `index`, `seed`, `class`, `realism`, `provenance.json`.',
};

/** Markdown. */
export function datasetCard(manifest: DatasetManifest): string {
  const { tool, model, options, seed, count, format, execution, files } = manifest;
  const made = model ? `${model.id} ${model.version}` : 'none';
  const settings = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  const classes = countBy(files.map((file) => file.class));
  const scored = files.flatMap(({ realism }) => realism ?? []);
  return `# Synthetic slices: no patient

${files.length} of ${count} slices that a neural network drew. **No patient stands behind any of them. Not for diagnosis, and not evidence of how common anything is.**

## Motivation
Slices with labels to train, test and teach with, where patients' images cannot be used.

## Composition
| | |
|---|---|
| format | ${HOLDS[format]} |
| classes | ${classes.map(([name, number]) => `${name} ${number}`).join(', ') || 'none'} |
| realism | ${scored.length > 0 ? `mean ${(scored.reduce((sum, one) => sum + one, 0) / scored.length).toFixed(3)}, by the model's own discriminator: no proof of likeness` : 'not scored'} |
| label codes | ${TISSUES.map((tissue, code) => `${code} ${tissue}`).join(', ')} |
| tables | \`labels.csv\`: file, class, seed, realism, share of each tissue. \`manifest.json\`: settings, seeds, SHA-256 of the pixels |

Slices are drawn one by one: neighbours in number are not neighbours in a body. They share one study, one series and one made-up patient ID.

## How it was made
| | |
|---|---|
| tool | ${tool.name} ${tool.version} |
| model | ${made}${model ? `, weights SHA-256 \`${model.weightsSha256}\`` : ''} |
| seed | ${seed} |
| settings | ${settings.join(', ') || 'defaults'} |
| label maps | ${manifest.labelMaps.length > 0 ? `${manifest.labelMaps.length} given by the maker: where they come from scans, the anatomy's outlines are those of real bodies` : 'drawn with the slices'} |
| ran on | ${execution ? `${execution.provider} (${execution.device}), ${execution.runtime}` : 'unknown'} |

\`veritome generate --out DIR --replay manifest.json\` makes the same pixels again on the same backend class; \`--only 1,5,7\` some of them.

## Uses and limits
- For research and teaching. Nothing here is cleared for clinical use.
- The model draws what it was trained on: its card says on what, and what it leaves out. A network trained on these slices inherits that.
- Test on acquired scans. Good figures on synthetic slices say nothing about patients.
- Every file says that it is synthetic: DICOM by Synthetic Data (0008,001C) YES and a provenance record, PNG in its text chunks, NIfTI in its header extension, npz in \`provenance.json\`. Keep these when you convert.

## Licence
The weights' licence stands in the model's \`NOTICE\` and card in the package ${tool.name} ${tool.version}; who publishes this folder chooses the terms of the slices within it.
`;
}

function countBy(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
