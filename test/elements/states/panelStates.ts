/** The panels in every state that a reader meets them in. */
import type { Jobs } from '../../../src/elements/jobs.js';
import type { VeritomeStudy } from '../../../src/elements/study/study.js';
import type { VeritomeTrainer } from '../../../src/elements/trainer/trainer.js';
import {
  InferenceError,
  ModelError,
  NotDicomError,
  ServiceError,
  TrainingError,
} from '../../../src/errors.js';
import { adopt } from '../../../src/provenance/seal.js';
import { SENTENCES, type SentenceCode } from '../../../src/provenance/sentences.js';
import { finding, type Status, type Verdict } from '../../../src/provenance/verdict.js';
import type { Advice, Rule } from '../../../src/training/coach/advice.js';
import {
  CLAIMED,
  ctFrame,
  ctSeries,
  denoisedSeries,
  fakeJobs,
  seriesOf,
  studyOf,
  syntheticSlice,
} from '../fixtures.js';
import { fakeRuns, fakeTrainings, storedRun } from '../training.js';
import { inside, on, rest, type Visit } from './state.js';

const PANEL = [320, 900] as const;
const quietly = (promise: Promise<unknown>) => promise.catch(() => undefined);

export async function walkGenerator(visit: Visit): Promise<void> {
  const generator = (jobs: Partial<Jobs> = {}) =>
    Object.assign(document.createElement('veritome-generator'), {
      jobs: fakeJobs(jobs),
      series: ctSeries(),
      count: 4,
    });
  await on(generator(), PANEL, async (element) => {
    await visit('generator: form', element);
    element.walkTo = 9;
    await element.run();
    await rest(element);
    await visit('generator: a walk is done', element);
    inside(element, '[part="select-all"]').click();
    inside(element, '[part="save"]').click();
    await rest(element, 30);
    await visit('generator: saved', element);
    const source = element.shadowRoot?.querySelector<HTMLInputElement>('input[type="radio"]:not(:checked)');
    source?.click();
    await rest(element);
    await visit('generator: from label maps', element);
    await element.run();
    await rest(element);
    await visit('generator: made of label maps', element);
  });
  const held: Jobs['generate'] = ({ signal, onSlice, onProgress }) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      onSlice?.(syntheticSlice(0));
      onProgress?.({ job: 'Generating', done: 1, total: 4, secondsLeft: 9 });
    });
  await on(generator({ generate: held }), PANEL, async (element) => {
    quietly(element.run());
    await rest(element);
    await visit('generator: running', element);
    element.cancel();
    await rest(element);
    await visit('generator: stopped', element);
  });
  const odd = new InferenceError('Odd.', { remedy: 'Odd too.' });
  await on(generator({ generate: () => Promise.reject(odd) }), PANEL, async (element) => {
    await quietly(element.run());
    await rest(element);
    await visit('generator: failed', element);
  });
  await on(generator({ generators: async () => [] }), PANEL, async (element) => {
    Object.assign(element, { series: undefined });
    await rest(element);
    await visit('generator: no model', element);
  });
}

export async function walkBetween(visit: Visit): Promise<void> {
  const between = (jobs: Partial<Jobs> = {}, series = ctSeries()) =>
    Object.assign(document.createElement('veritome-interpolator'), { jobs: fakeJobs(jobs), series });
  await on(between(), PANEL, async (element) => {
    await visit('interpolator: form', element);
    await element.run();
    await rest(element);
    await visit('interpolator: done', element);
  });
  for (const [name, series] of [
    ['one slice', ctSeries(1)],
    ['MR', seriesOf(ctSeries().frames, '2.25.4', 'MR')],
    ['generated', denoisedSeries(ctSeries())],
  ] as const) {
    await on(between({}, series), PANEL, (element) => visit(`interpolator: ${name}`, element));
    const denoiser = Object.assign(document.createElement('veritome-denoiser'), { jobs: fakeJobs(), series });
    await on(denoiser, PANEL, (element) => visit(`denoiser: ${name}`, element));
  }
}

export async function walkInspector(visit: Visit): Promise<void> {
  const file = new File([new Uint8Array([1, 2, 3])], '0001.dcm');
  const inspector = (jobs: Partial<Jobs> = {}) =>
    Object.assign(document.createElement('veritome-inspector'), { jobs: fakeJobs(jobs) });
  const coded = Object.keys(SENTENCES) as SentenceCode[];
  const fields = {
    name: 'Somebody',
    odds: '10⁹',
    changed: 1,
    total: 4,
    row: 2,
    column: 3,
    generated: 1,
    files: 2,
    altered: 1,
  };
  const of = (layer: string) => coded.filter((code) => code.startsWith(`${layer}.`));
  const longest = Math.max(
    ...['attributes', 'pixelHash', 'mark', 'signature', 'c2pa'].map((one) => of(one).length),
  );
  const said = (layer: string, i: number) =>
    finding([true, false, null][i % 3], of(layer)[i % of(layer).length], fields);
  const standings = [
    'trusted',
    'this device',
    'device',
    'unknown',
    'expired',
    'revoked',
    'unreadable',
  ] as const;
  const headlines = of('verdict');
  for (let i = 0; i < Math.max(longest, headlines.length); i++) {
    const headline = finding(null, headlines[i % headlines.length], fields);
    const status = headlines[i % headlines.length].split('.')[1] as Status;
    const verdict: Verdict = {
      ...CLAIMED,
      ...{ headline, status, signer: { name: 'Somebody', standing: standings[i % standings.length] } },
      class: (['denoised', 'interpolated', 'synthetic', 'unknown', 'none'] as const)[i % 5],
      evidence: {
        attributes: said('attributes', i),
        pixelHash: said('pixelHash', i),
        mark: { ...CLAIMED.evidence.mark, ...said('mark', i) },
        signature: said('signature', i),
        c2pa: said('c2pa', i),
      },
    };
    const madeHere = async () => [true, false, undefined][i % 3];
    await on(inspector({ verify: async () => verdict, madeHere }), PANEL, async (element) => {
      if (i === 0) await visit('inspector: empty', element);
      await element.inspect(file);
      await rest(element);
      await visit(`inspector: ${headline.code}`, element);
    });
  }
  const tampered = { blockSize: 32, rows: 2, columns: 2, blocks: [{ row: 0, column: 1 }] };
  const frame = adopt(ctFrame() as never, { class: 'denoised', record: undefined, altered: tampered });
  const altered: Verdict = {
    ...CLAIMED,
    status: 'altered',
    headline: finding(false, 'verdict.altered'),
    tampered,
  };
  const jobs = { verify: async () => altered, openStudy: async () => studyOf(seriesOf([frame])) };
  await on(inspector(jobs), PANEL, async (element) => {
    await element.inspect(file);
    await rest(element, 20);
    await visit('inspector: changed blocks', element);
  });
  const refused = { file: 'c.dcm', error: new NotDicomError('Odd.', { remedy: 'Odd too.' }) };
  const files = [
    { file: 'a.dcm', verdict: CLAIMED },
    { file: 'b.dcm', verdict: altered },
  ];
  const verifySeries: Jobs['verifySeries'] = async (_, options) => {
    options?.onProgress?.({ job: 'Looking for the mark', done: 1, total: 3, secondsLeft: 2 });
    options?.onFile?.(refused);
    return [
      {
        series: '2.25.1',
        verdict: { ...CLAIMED, counts: { altered: 1, claimed: 1, unmarked: 0, verified: 0 } },
        files,
      },
    ];
  };
  await on(inspector({ verifySeries }), PANEL, async (element) => {
    await element.inspectAll([]);
    await rest(element);
    await visit('inspector: a series', element);
  });
  await on(inspector(), PANEL, async (element) => {
    await element.inspectAll([]);
    await rest(element);
    await visit('inspector: nothing found', element);
  });
  const failing = inspector({ verify: () => Promise.reject(refused.error) });
  await on(failing, PANEL, async (element) => {
    await quietly(element.inspect(file));
    await rest(element);
    await visit('inspector: not read', element);
  });
  await on(
    inspector({
      verify: (_bytes, _name, options) =>
        new Promise((_, reject) => options?.signal?.addEventListener('abort', reject)),
    }),
    PANEL,
    async (element) => {
      quietly(element.inspect(file));
      await rest(element);
      await visit('inspector: checking', element);
    },
  );
}

const RULES: Readonly<Record<Rule, Omit<Advice, 'rule' | 'step'>>> = {
  'too-little-data': { severity: 'warning', evidence: { trainingImages: 9, needed: 60 } },
  'discriminator-too-strong': {
    severity: 'warning',
    evidence: { told: 0.97, rateRatio: 4 },
    remedy: {
      change: { discriminatorRate: 5e-5, penalty: 'r1', penaltyWeight: 3, discriminatorSteps: 1 },
      restart: true,
    },
  },
  'discriminator-too-weak': {
    severity: 'note',
    evidence: { told: 0.9, rateRatio: 0.1 },
    remedy: { change: { generatorRate: 1e-4 }, restart: false },
  },
  'mode-collapse': {
    severity: 'warning',
    evidence: { diversity: 0.2, measurements: 3 },
    remedy: { change: { loss: 'hinge', discriminatorNorm: 'spectral' }, restart: true },
  },
  overfitting: {
    severity: 'warning',
    evidence: { ratio: 0.7, nearest: 0.3, told: 0.9, passes: 12, heldOutLoss: 2, loss: 1, best: 0.5 },
    remedy: { change: { augment: true, width: 16 }, restart: true },
  },
  divergence: {
    severity: 'stop',
    evidence: { loss: 900, finite: 1 },
    remedy: { change: { generatorRate: 2e-5, discriminatorRate: 2e-5 }, restart: true },
  },
  'rate-too-high': {
    severity: 'warning',
    evidence: { loss: 9, guessing: 1.4, share: 0.7, before: 1 },
    remedy: { change: { generatorRate: 1e-5, discriminatorRate: 2e-5 }, restart: false },
  },
  'rate-too-low': { severity: 'note', evidence: { moved: 0.01, steps: 300 } },
};

export async function walkTrainer(visit: Visit): Promise<void> {
  const trainings = fakeTrainings();
  const trainer = (jobs: Partial<Jobs> = {}): VeritomeTrainer =>
    Object.assign(document.createElement('veritome-trainer'), {
      ...{
        jobs: fakeJobs({ openTraining: trainings.openTraining, ...jobs }),
        series: ctSeries(),
        guide: 'guide/',
      },
      options: { side: 32, steps: 40, every: 10 },
    });
  const runs = fakeRuns([storedRun('run-8'), storedRun('run-9', { source: 'another' })]);
  await on(trainer({ openRuns: async () => runs }), PANEL, async (element) => {
    await rest(element, 20);
    await visit('trainer: form, runs are kept', element);
    for (const part of element.shadowRoot?.querySelectorAll<HTMLInputElement>(
      '[part="kept"] input[type="checkbox"]',
    ) ?? [])
      part.click();
    await rest(element, 30);
    await visit('trainer: runs compared', element);
  });
  await on(trainer(), PANEL, async (element) => {
    element.options = { task: 'denoise', steps: 0 };
    await rest(element);
    await visit('trainer: denoiser, options cannot be used', element);
    element.options = { side: 32, steps: 40, every: 10 };
    await element.prepare();
    await rest(element);
    await visit('trainer: measured', element);
    quietly(element.start());
    const training = trainings.opened.at(-1);
    training?.take(20);
    for (const [rule, advice] of Object.entries(RULES))
      training?.advise({ ...advice, rule: rule as Rule, step: 20 });
    await rest(element, 120);
    await visit('trainer: running, advised', element);
    await element.pause();
    await rest(element);
    await visit('trainer: paused', element);
    quietly(element.start());
    training?.take(20);
    await quietly(element.export());
    await rest(element);
    await visit('trainer: done and saved', element);
    await quietly(element.use());
    await rest(element);
    await visit('trainer: used', element);
    if (training) training.copies = true;
    await quietly(element.export());
    await rest(element);
    await visit('trainer: copies', element);
  });
  const odd = new TrainingError('Odd.', { remedy: 'Odd too.' });
  await on(
    trainer({
      openTraining: () => Promise.reject(odd),
      addModel: () => Promise.reject(new ModelError('Odd.', { remedy: 'Odd too.' })),
    }),
    PANEL,
    async (element) => {
      await quietly(element.prepare());
      await quietly(element.addModel(new Blob()));
      await rest(element);
      await visit('trainer: failed', element);
      element.series = undefined;
      await rest(element);
      await visit('trainer: no series', element);
    },
  );
}

export async function walkArchive(visit: Visit): Promise<void> {
  const study = (jobs: Partial<Jobs>): VeritomeStudy =>
    Object.assign(document.createElement('veritome-study'), { jobs: fakeJobs(jobs), dicomweb: '/dicom-web' });
  const found = {
    ...{
      studyInstanceUID: '1.2.3',
      patientName: '',
      patientID: 'ID-7',
      studyDate: '20261130',
      studyDescription: '',
    },
    ...{ accessionNumber: '', modalities: ['CT'], seriesCount: 2, instanceCount: 60 },
  };
  const many = Array.from({ length: 50 }, (_, i) => ({ ...found, studyInstanceUID: `1.2.${i}` }));
  const search = async (element: VeritomeStudy) => {
    inside<HTMLFormElement>(element, '.pacs form').requestSubmit();
    await rest(element);
  };
  for (const [name, searchStudies] of [
    ['nothing found', async () => []],
    ['found', async () => many],
    ['no answer', () => Promise.reject(new ServiceError('Odd.', { remedy: 'Odd too.' }))],
    ['searching', () => new Promise<never>(() => undefined)],
  ] as const) {
    await on(study({ searchStudies: searchStudies as Jobs['searchStudies'] }), PANEL, async (element) => {
      await search(element);
      await visit(`archive: ${name}`, element);
    });
  }
  const refused = [new ServiceError('Odd.', { remedy: 'Odd too.' })];
  await on(study({ storeSeries: async () => ({ stored: ['1.2'], refused }) }), PANEL, async (element) => {
    await quietly(element.send(denoisedSeries(ctSeries())));
    await rest(element);
    await visit('archive: sent, and not all', element);
  });
}
