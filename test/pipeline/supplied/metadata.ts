/** Metadata in the forms of MONAI bundles and of medigan, of models that there are not. */

export const MONAI = {
  schema:
    'https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20220324.json',
  version: '0.2.0',
  changelog: { '0.2.0': 'an entry' },
  monai_version: '1.3.0',
  pytorch_version: '2.1.0',
  numpy_version: '1.24.4',
  optional_packages_version: {},
  name: 'Low dose CT denoiser of a test',
  task: 'Noise is taken off slices of CT',
  description: 'A residual network that was never trained.',
  authors: 'Nobody, Somebody',
  copyright: 'Copyright (c) nobody',
  data_source: 'None',
  data_type: 'nibabel',
  intended_use: 'Not to be used for diagnosis.',
  references: ['No reference'],
  network_data_format: {
    inputs: {
      image: {
        type: 'image',
        format: 'hounsfield',
        modality: 'CT',
        num_channels: 1,
        spatial_shape: [256, 256],
        dtype: 'float32',
        value_range: [0, 1],
        is_patch_data: true,
        channel_def: { '0': 'image' },
      },
    },
    outputs: {
      pred: {
        type: 'image',
        format: 'image',
        num_channels: 1,
        spatial_shape: [256, 256],
        dtype: 'float32',
        value_range: [0, 1],
        is_patch_data: true,
        channel_def: { '0': 'image' },
      },
    },
  },
  input: undefined as unknown,
};

const entry = (modality: readonly string[], side: number) => ({
  execution: {
    package_name: 'a package',
    package_link: 'https://example.org/package.zip',
    model_name: 'DCGAN',
    extension: '.pt',
    image_size: [side, side],
    dependencies: ['numpy', 'torch'],
    generate_method: {
      name: 'generate',
      args: { base: ['model_file', 'num_samples'], custom: { image_size: side } },
      input_latent_vector_size: 100,
    },
  },
  selection: {
    performance: {},
    use_cases: ['classification'],
    organ: ['lung'],
    modality,
    function: ['noise to image', 'unconditional generation'],
    condition: [],
    dataset: ['a phantom'],
    height: side,
    width: side,
    depth: null,
    type: 'DCGAN',
    license: 'MIT',
    dataset_type: 'public',
    year: '2021',
  },
  description: {
    title: 'DCGAN of a test',
    version: '0.0.1',
    publication: null,
    doi: ['10.5281/zenodo.0000000'],
    inputs: [],
    comment: 'A generator that was never trained.',
  },
});

export const MEDIGAN = {
  '00098_DCGAN_MMG': entry(['MMG', 'Mammography'], 128),
  '00099_DCGAN_CT_SLICE': entry(['CT', 'computed tomography'], 64),
};
