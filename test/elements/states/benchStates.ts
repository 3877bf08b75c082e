/** The workbench in every state that a reader meets it in. */
import type { Jobs } from '../../../src/elements/jobs.js';
import type { VeritomeViewport } from '../../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../../src/elements/workbench/workbench.js';
import { NotDicomError, ServiceError } from '../../../src/errors.js';
import type { Picture } from '../../../src/image/picture.js';
import type { Series } from '../../../src/image/series.js';
import { drawn } from '../canvas.js';
import {
  ctFrame,
  ctSeries,
  denoisedSeries,
  fakeJobs,
  heldDenoise,
  heldOpening,
  seriesOf,
  studyOf,
} from '../fixtures.js';
import { colorPicture, shownSeries } from '../pictures.js';
import { stackSeries } from '../volumes.js';
import { inside, on, press, rest, type Visit } from './state.js';

const SIZE = [1100, 700] as const;

function bench(jobs: Partial<Jobs> = {}): VeritomeWorkbench {
  const workbench = document.createElement('veritome-workbench');
  workbench.jobs = fakeJobs(jobs);
  workbench.guide = 'guide/';
  return workbench;
}

const flagged: Partial<Jobs> = { denoise: async (series) => denoisedSeries(series, 8, [0, 4]) };

/** A study with all that can be odd about one. */
function oddStudy() {
  const series = {
    ...ctSeries(),
    notes: [
      {
        kind: 'gap',
        index: 1,
        found: 4,
        expected: 2,
        message: 'A gap of 4.00 mm between slices 2 and 3; usual is 2.00 mm.',
        more: 3,
      },
      {
        kind: 'tilted',
        index: 0,
        found: 0.2,
        expected: 0,
        message: 'The stack is tilted by 5.0°: each slice lies 0.20 mm beside the one before.',
      },
    ] as const,
  };
  return {
    ...studyOf(series),
    pictures: [shownSeries([colorPicture()]) as Series<Picture>],
    refused: ['a.txt', 'b.txt'].map(
      (file) =>
        new NotDicomError('The file is not DICOM: neither the prefix DICM nor a data element is found.', {
          file,
          remedy: 'Choose DICOM files; other image formats carry no Hounsfield units.',
        }),
    ),
  };
}

export async function walkEmpty(visit: Visit): Promise<void> {
  await on(bench(), SIZE, async (workbench) => {
    workbench.sample = './sample.json';
    await rest(workbench);
    await visit('workbench: the sample cannot be loaded', workbench);
  });
  const held = heldOpening();
  await on(bench({ openStudy: held.openStudy }), SIZE, async (workbench) => {
    await visit('workbench: empty', workbench);
    const opening = workbench.open([]);
    await rest(workbench);
    await visit('workbench: reading', workbench);
    held.grow(ctSeries());
    await rest(workbench);
    await visit('workbench: growing', workbench);
    await workbench.exportSeries(ctSeries(), 'dicom').catch((error) => {
      workbench.dispatchEvent(new CustomEvent('veritome-error', { detail: { error } }));
    });
    await rest(workbench);
    await visit('workbench: still being read', workbench);
    held.finish();
    await opening;
    await rest(workbench);
    await visit('workbench: nothing to see', workbench);
  });
}

export async function walkStudy(visit: Visit): Promise<void> {
  const online = Object.getOwnPropertyDescriptor(Navigator.prototype, 'onLine') as PropertyDescriptor;
  await on(bench({ openStudy: async () => oddStudy() }), SIZE, async (workbench) => {
    await workbench.open([]);
    await rest(workbench);
    await visit('workbench: a study', workbench);
    for (const tab of ['between', 'generate', 'train', 'provenance', 'denoise']) {
      inside(workbench, `#tab-${tab}`).click();
      await rest(workbench);
      await visit(`workbench: ${tab}`, workbench);
    }
    for (const menu of workbench.shadowRoot?.querySelectorAll<HTMLElement>('.menu > button') ?? []) {
      menu.click();
      await visit(`workbench: menu ${menu.getAttribute('aria-controls')}`, workbench);
      menu.click();
    }
    press(workbench, '?');
    await visit('workbench: keys', workbench);
    inside<HTMLDialogElement>(workbench, 'dialog').close();
    for (const [key, name] of [
      ['q', 'two viewports'],
      ['l', 'linked'],
      ['l', 'not linked'],
      ['z', 'planes refused'],
    ] as const) {
      press(workbench, key);
      await rest(workbench);
      await visit(`workbench: ${name}`, workbench);
    }
    Object.defineProperty(Navigator.prototype, 'onLine', { ...online, get: () => false });
    workbench.requestUpdate();
    await rest(workbench);
    await visit('workbench: offline', workbench);
    Object.defineProperty(Navigator.prototype, 'onLine', online);
    workbench.series = oddStudy().pictures[0] as never;
    await rest(workbench);
    await visit('workbench: a picture', workbench);
  });
  const volume = stackSeries({ count: 16, spacing: 2.5 });
  await on(bench({ openStudy: async () => studyOf(volume) }), SIZE, async (workbench) => {
    await workbench.open([]);
    press(workbench, 'z');
    await rest(workbench, 20);
    await visit('workbench: three planes', workbench);
    const view = workbench.shadowRoot?.querySelector<VeritomeViewport>('.cell.active > veritome-viewport');
    press(view?.shadowRoot?.querySelector('.stage'), 'x');
    press(view?.shadowRoot?.querySelector('.stage'), 'ArrowRight');
    await rest(workbench, 150);
    await visit('workbench: crosshair in planes', workbench);
  });
}

export async function walkDenoising(visit: Visit): Promise<void> {
  const held = heldDenoise();
  await on(bench({ denoise: held.denoise }), SIZE, async (workbench) => {
    await workbench.open([]);
    const run = workbench.denoise();
    run.catch(() => undefined);
    await rest(workbench);
    await visit('denoiser: running', workbench);
    inside<HTMLElement & { cancel(): void }>(workbench, 'veritome-denoiser').cancel();
    await run.catch(() => undefined);
    await rest(workbench);
    await visit('denoiser: cancelled', workbench);
  });
  const failing = new ServiceError('Odd.', {
    remedy: 'Odd too.',
    file: 'a.dcm',
    attribute: 'Rows (0028,0010)',
  });
  for (const [name, error] of [
    ['an error of ours', failing],
    ['any error', new Error('boom')],
  ] as const) {
    await on(bench({ denoise: () => Promise.reject(error) }), SIZE, async (workbench) => {
      await workbench.open([]);
      await workbench.denoise().catch(() => undefined);
      await rest(workbench);
      await visit(`workbench: ${name}`, workbench);
    });
  }
}

export async function walkComparing(visit: Visit): Promise<void> {
  await on(bench(flagged), SIZE, async (workbench) => {
    workbench.dicomweb = '/dicom-web';
    await workbench.open([]);
    await workbench.denoise();
    await rest(workbench);
    await visit('compare: curtain', workbench);
    for (const key of ['s', 'f', 'b', 'd', 'g', 'c']) {
      press(workbench, key);
      await rest(workbench);
      await visit(`compare: key ${key}`, workbench);
    }
    for (const [key, name] of [
      ['D', 'profile'],
      ['G', 'regions'],
    ] as const) {
      press(workbench, key, { shiftKey: true });
      await rest(workbench, 120);
      await visit(`compare: ${name}`, workbench);
      press(workbench, key, { shiftKey: true });
    }
    const compare = workbench.shadowRoot?.querySelector('veritome-compare');
    const view = compare?.activeView;
    if (view) {
      await drawn(view);
      press(view.shadowRoot?.querySelector('.stage'), 'o');
      press(view.shadowRoot?.querySelector('.stage'), 'o');
      await rest(workbench, 60);
      await visit('compare: regions of interest in the panel', workbench);
    }
    await workbench.denoise({ strength: 0.5 });
    for (const item of workbench.shadowRoot?.querySelectorAll<HTMLElement>(
      '#menu-more [role="menuitemcheckbox"]',
    ) ?? []) {
      item.click();
      await rest(workbench, 30);
      await visit('compare: of the menu', workbench);
    }
  });
  await on(bench(flagged), [360, 640], async (workbench) => {
    await workbench.open([]);
    await workbench.denoise();
    await rest(workbench);
    await visit('workbench: narrow', workbench);
  });
  await on(document.createElement('veritome-compare'), SIZE, async (compare) => {
    const acquired = seriesOf([ctFrame(0)]);
    Object.assign(compare, {
      acquired,
      generated: denoisedSeries(acquired),
      mode: 'side-by-side',
      measure: 'regions',
    });
    await rest(compare, 60);
    await visit('compare: alone', compare);
  });
}
