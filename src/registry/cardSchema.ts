/**
 * JSON Schema of {@link SuppliedCard}. docs/model-card.schema.json is this object as a file;
 * a test holds them equal.
 *
 * @module
 */

const name = { type: 'string', minLength: 1, maxLength: 200 } as const;
const words = { type: 'string', minLength: 1, maxLength: 2000 } as const;
const pair = (title: string) =>
  ({ type: 'array', description: title, items: { type: 'number' }, minItems: 2, maxItems: 2 }) as const;

const scaling = {
  description: 'How modality values become the numbers that the network takes.',
  oneOf: [
    {
      type: 'object',
      description: 'The values as they are: HU of CT.',
      required: ['kind'],
      properties: { kind: { const: 'identity' } },
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'low becomes the first number of to, high the second; what lies beyond is clipped.',
      required: ['kind', 'low', 'high', 'to'],
      properties: {
        kind: { const: 'window' },
        low: { type: 'number' },
        high: { type: 'number' },
        to: pair('For example [0, 1] or [-1, 1].'),
      },
      additionalProperties: false,
    },
    {
      type: 'object',
      description: '0 becomes the first number of to, this percentile of the whole series the second.',
      required: ['kind', 'percentile', 'to'],
      properties: {
        kind: { const: 'percentile' },
        percentile: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
        to: pair('For example [0, 1].'),
      },
      additionalProperties: false,
    },
  ],
} as const;

const shared = {
  sha256: {
    type: 'string',
    pattern: '^[0-9a-f]{64}$',
    description: 'SHA-256 of model.onnx, in lower case: sha256sum model.onnx.',
  },
  layout: {
    enum: ['NCHW', 'NHWC'],
    description: 'Order of the dimensions of images in the graph; NCHW when absent.',
  },
  knownAnswer: {
    type: 'object',
    description: 'known-answer.json is beside the model; without it the first run is held against wasm.',
    required: ['tolerance'],
    properties: {
      tolerance: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 1000,
        description: 'Largest difference, in the values of the answer.',
      },
    },
    additionalProperties: false,
  },
} as const;

const title = {
  type: 'string',
  minLength: 1,
  maxLength: 120,
  pattern: '^[^\\u0000-\\u001f\\u007f\\\\]+$',
} as const;
const limits = { type: 'array', items: words, minItems: 1, maxItems: 20 } as const;

const denoiser = {
  type: 'object',
  required: ['sha256', 'input', 'output'],
  properties: {
    ...shared,
    input: {
      type: 'object',
      required: ['name', 'scaling'],
      properties: {
        name: { ...name, description: 'Of the input in the graph.' },
        slices: { enum: [1, 3], description: '1 the slice, 3 the slice between its neighbours.' },
        copies: {
          enum: [1, 3],
          description: 'Channels that hold the same slice, for networks of colour pictures.',
        },
        scaling,
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      required: ['name', 'meaning'],
      properties: {
        name: { ...name, description: 'Of the output in the graph.' },
        meaning: {
          enum: ['image', 'noise'],
          description: 'The denoised slice, or the noise that is subtracted, in the scale of the input.',
        },
      },
      additionalProperties: false,
    },
    tile: {
      type: 'object',
      description: 'What the network takes at once; wanted where the graph fixes rows and columns.',
      required: ['rows', 'columns', 'overlap'],
      properties: {
        rows: { type: 'integer', minimum: 16, maximum: 1024 },
        columns: { type: 'integer', minimum: 16, maximum: 1024 },
        overlap: {
          type: 'integer',
          minimum: 0,
          maximum: 256,
          description: 'Pixels on each side that a tile shares with the next.',
        },
      },
      additionalProperties: false,
    },
    multipleOf: { enum: [1, 2, 4, 8, 16, 32, 64], description: 'Rows and columns are multiples of this.' },
    receptiveFieldPixels: {
      type: 'integer',
      minimum: 1,
      maximum: 512,
      description: 'Width of the square of input pixels that one output pixel depends on.',
    },
  },
  additionalProperties: false,
} as const;

const generator = {
  type: 'object',
  required: ['sha256', 'input', 'output', 'side', 'fieldMm'],
  properties: {
    ...shared,
    input: {
      type: 'object',
      required: ['name', 'latent'],
      properties: {
        name: { ...name, description: 'Of the latent vector in the graph.' },
        latent: {
          type: 'integer',
          minimum: 1,
          maximum: 4096,
          description: 'Length of the vector of standard normal numbers, [1, n] or [1, n, 1, 1].',
        },
      },
      additionalProperties: false,
    },
    label: {
      type: 'object',
      description: 'The class that is asked for, where the graph takes one.',
      required: ['name', 'form', 'classes'],
      properties: {
        name: { ...name, description: 'Of the input in the graph.' },
        form: { enum: ['index', 'one-hot'] },
        classes: { type: 'array', items: name, minItems: 1, maxItems: 1000 },
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      required: ['name', 'range', 'values'],
      properties: {
        name: { ...name, description: 'Of the image in the graph.' },
        range: pair('Numbers of the network that become values: [-1, 1] after a tanh.'),
        values: pair('Modality values: HU of CT, numbers from 0 of MR.'),
      },
      additionalProperties: false,
    },
    side: { type: 'integer', minimum: 16, maximum: 1024, description: 'Rows and columns of the slice.' },
    fieldMm: { type: 'number', minimum: 1, maximum: 2000, description: 'Width of the slice in millimetres.' },
  },
  additionalProperties: false,
} as const;

export const MODEL_CARD_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'veritome/model-card.schema.json',
  title: 'Card of a model that is brought to Veritome',
  type: 'object',
  required: ['schema', 'version', 'task', 'title', 'execution', 'selection', 'description'],
  properties: {
    $schema: { type: 'string', maxLength: 500 },
    schema: { const: 'veritome-model/1' },
    id: {
      type: 'string',
      pattern: '^own-[0-9a-f]{8}$',
      description: 'own- and the first 8 digits of sha256; told when absent.',
    },
    version: { type: 'string', pattern: '^[0-9]{1,4}(\\.[0-9]{1,4}){0,2}$' },
    task: { enum: ['denoise', 'generate'] },
    title,
    execution: { type: 'object' },
    selection: {
      type: 'object',
      required: ['modality', 'unit'],
      properties: {
        modality: {
          type: 'array',
          items: { type: 'string', pattern: '^[A-Z]{2,4}$' },
          minItems: 1,
          maxItems: 8,
        },
        unit: { enum: ['HU', 'arbitrary'] },
      },
      additionalProperties: false,
    },
    description: {
      type: 'object',
      required: ['summary', 'intendedUse', 'limits', 'adversarial', 'license'],
      properties: {
        summary: words,
        intendedUse: words,
        limits,
        adversarial: {
          type: 'boolean',
          description: 'Trained against a discriminator: it may invent texture.',
        },
        license: { ...words, description: 'SPDX identifier, or a sentence.' },
        training: words,
        authors: { type: 'array', items: name, maxItems: 50 },
        references: { type: 'array', items: words, maxItems: 50 },
        locales: {
          type: 'object',
          description: 'The words again in the other language of the interface.',
          properties: {
            'pt-BR': {
              type: 'object',
              required: ['title', 'summary', 'intendedUse', 'limits'],
              properties: { title, summary: words, intendedUse: words, limits },
              additionalProperties: false,
            },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
  oneOf: [
    { properties: { task: { const: 'denoise' }, execution: denoiser } },
    { properties: { task: { const: 'generate' }, execution: generator } },
  ],
} as const;
