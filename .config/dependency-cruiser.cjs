/** The floors of the house: a room sees only lower floors and itself; heavy third parties stay in their room. */
const FLOORS = [
  ['(errors|wireError)\\.ts', 'job\\.ts', 'sha256\\.ts'],
  ['image/', 'registry/', 'keys/', 'onnx/'],
  ['dicom/', 'simulation/', 'evaluation/', 'provenance/'],
  ['loaders/', 'inference/', 'training/'],
  ['pipeline/'],
  ['elements/', 'cli/'],
  ['index\\.ts', 'elements\\.ts', 'define/'],
  ['define\\.ts', 'adapters/'],
  ['script\\.ts', 'jsx\\.ts'],
];

/** Rooms that may import a third party; `peers` and Node are not listed. */
const FENCES = {
  'dicom-parser': '^src/dicom/',
  dcmjs: '^src/dicom/',
  'onnxruntime-web': '^src/inference/',
  '@tensorflow': '^src/training/',
  lit: '^src/(elements/|adapters/ohif/|jsx\\.ts)',
  '@lit/localize': '^src/elements/',
  'cornerstone-core': '^src/(elements|adapters)/',
  fflate: '^src/(dicom|loaders|pipeline)/',
  'fast-png': '^src/pipeline/',
  uplot: '^src/elements/',
  'jpeg-js': '^src/pipeline/',
  '@cornerstonejs/codec-': '^src/dicom/codecs/',
  pbf: '^src/training/onnx/',
  'nifti-reader-js': '^src/loaders/',
  '@cornerstonejs/(core|metadata|utils)': '^src/adapters/',
};

const upward = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `floor-${floor}-${room.replace(/\W+ts$|\/$/g, '')}`,
    comment: 'Imports go downward, or stay in their room.',
    severity: 'error',
    from: { path: `^src/${room}` },
    to: {
      path: '^src/',
      pathNot: [
        `^src/${room}`,
        ...FLOORS.slice(0, floor)
          .flat()
          .map((r) => `^src/${r}`),
      ],
    },
  })),
);

const fences = Object.entries(FENCES).map(([name, room]) => ({
  name: `fence-${name}`,
  comment: `${name} is used behind ${room} only.`,
  severity: 'error',
  from: { path: '^src/', pathNot: room },
  to: { path: `node_modules/${name}` },
}));

module.exports = {
  forbidden: [
    ...upward,
    // errors and job stand on one floor and do not need each other; registry may read image.
    ...fences,
    {
      name: 'raw-output',
      comment: 'Raw network output exists between inference and seal alone (law 1).',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/provenance/seal\\.ts$',
          '^src/inference/(denoiser|generator|interpolator)\\.ts$',
          // Samples of a run are boxed where they leave the worker.
          '^src/training/trainer\\.ts$',
        ],
      },
      to: { path: '^src/provenance/rawOutput\\.ts$' },
    },
    {
      name: 'marked-frames-are-sealed',
      comment: 'Only the seal makes marked frames (law 1).',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/provenance/(seal|markedPixels)\\.ts$'] },
      to: { path: '^src/provenance/markedFrame\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'marked-pixels',
      comment: 'Generated pixels are read only by those that mark what they pass on (law 1).',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/provenance/(seal|mark/markValues)\\.ts$',
          '^src/pipeline/(denoise|derivation|guard|interpolate|labelledPicture|seriesScale|simulate|syntheticImage|tissueLabels)\\.ts$',
          '^src/pipeline/dataset/(nifti|npz|png)Writer\\.ts$',
          // What leaves the evaluation are figures, and pictures with the stamp inside.
          '^src/pipeline/evaluate/subject\\.ts$',
          '^src/pipeline/audit/measure\\.ts$',
          '^src/elements/stage/',
          // Viewers of others show what is sealed, and their canvases carry the badge.
          '^src/adapters/cornerstone/',
        ],
      },
      to: { path: '^src/provenance/markedPixels\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'node-only-in-cli',
      comment: 'Everything but the command runs in a browser.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.ts$' },
  },
};
