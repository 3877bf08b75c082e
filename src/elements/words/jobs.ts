/** Long jobs by the name that their progress carries, in both languages. */

export const jobsEn = {
  Starting: 'Starting',
  Reading: 'Reading',
  Opening: 'Opening',
  Denoising: 'Denoising',
  Blending: 'Blending',
  Interpolating: 'Making slices',
  Generating: 'Generating',
  Saving: 'Saving',
  Sending: 'Sending',
  Training: 'Training',
  'Preparing slices': 'Preparing slices',
  Verifying: 'Checking',
  'Looking for the mark': 'Looking for the mark',
  Simulating: 'Simulating the dose',
  Evaluating: 'Measuring',
} as const satisfies Record<string, string>;

export const jobsPtBR: Readonly<Record<keyof typeof jobsEn, string>> = {
  Starting: 'Iniciando',
  Reading: 'Lendo',
  Opening: 'Abrindo',
  Denoising: 'Reduzindo o ruído',
  Blending: 'Ajustando',
  Interpolating: 'Criando cortes',
  Generating: 'Gerando',
  Saving: 'Salvando',
  Sending: 'Enviando',
  Training: 'Treinando',
  'Preparing slices': 'Preparando os cortes',
  Verifying: 'Conferindo',
  'Looking for the mark': 'Procurando a marca',
  Simulating: 'Simulando a dose',
  Evaluating: 'Medindo',
};
