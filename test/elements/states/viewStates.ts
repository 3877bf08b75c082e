/** Viewport, header, measurements and blinded reading in every state that a reader meets them in. */
import { drawn, settled } from '../canvas.js';
import { ctFrame, ctSeries, denoisedSeries, seriesOf } from '../fixtures.js';
import { inside, on, press, rest, type Visit } from './state.js';

const SIZE = [900, 640] as const;

export async function walkViewport(visit: Visit, part10: Uint8Array): Promise<void> {
  await on(document.createElement('veritome-viewport'), SIZE, async (viewport) => {
    await visit('viewport: empty', viewport);
    viewport.series = seriesOf([ctFrame(0, { part10 }), ctFrame(1)]);
    await drawn(viewport);
    const stage = inside(viewport, '.stage');
    for (const [key, name] of [
      ['x', 'probe'],
      ['o', 'region'],
      ['k', 'length'],
      ['a', 'angle'],
      ['e', 'ellipse'],
      ['u', 'rectangle'],
    ] as const) {
      press(stage, key);
      for (const one of ['ArrowRight', 'Enter', 'ArrowDown', 'Enter', 'ArrowLeft', 'Enter'])
        press(stage, one);
      await settled(viewport);
      await rest(viewport);
      await visit(`viewport: ${name}`, viewport);
    }
    for (const key of [',', 'h', 'v', 'p', 'n', ' ', 'ArrowUp']) press(stage, key);
    // What is said of slice and window comes to rest first.
    await rest(viewport, 160);
    await visit('viewport: turned', viewport);
    press(stage, 't');
    await rest(viewport, 150);
    await visit('viewport: header', viewport);
  });
  await on(document.createElement('veritome-header'), SIZE, async (header) => {
    await visit('header: no file', header);
    header.frame = ctFrame(0, { part10 });
    await rest(header, 200);
    await visit('header: a tree', header);
    header.frame = ctFrame(0, { part10: part10.subarray(0, 140) });
    await rest(header, 50);
    await visit('header: damaged', header);
    header.frame = denoisedSeries(seriesOf([ctFrame(0, { part10 })])).frames[0];
    await rest(header, 100);
    await visit('header: of the source', header);
  });
}

export async function walkReading(visit: Visit): Promise<void> {
  const reading = () => {
    const element = document.createElement('veritome-reading');
    const acquired = ctSeries(9);
    element.sets = [[acquired, denoisedSeries(acquired, 8)]];
    return element;
  };
  await on(document.createElement('veritome-reading'), SIZE, (element) =>
    visit('reading: nothing to read', element),
  );
  for (const task of ['scores', 'choice'] as const) {
    await on(reading(), SIZE, async (element) => {
      element.settings = { cases: 2, repeats: 1, seed: 4, task };
      await rest(element);
      await visit(`reading: settings, ${task}`, element);
      inside<HTMLFormElement>(element, 'form').requestSubmit();
      await rest(element);
      await visit(`reading: how, ${task}`, element);
      inside(element, '[part="start"]').click();
      await rest(element, 40);
      const answer = async () => {
        const root =
          element.shadowRoot?.querySelector('veritome-viewport')?.shadowRoot?.querySelector('.stage') ??
          element;
        for (const key of task === 'scores' ? ['4', '4', '4', '4', '4', '4', '4', '4', '4', '4'] : ['a'])
          press(root, key);
        await rest(element);
      };
      await answer();
      await visit(`reading: a case, ${task}`, element);
      inside(element, '[part="pause"]').click();
      await rest(element);
      await visit(`reading: paused, ${task}`, element);
      inside(element, '[part="resume"]').click();
      for (let i = 0; i < 3; i++) {
        await answer();
        element.shadowRoot?.querySelector<HTMLElement>('[part="next"]')?.click();
        await rest(element, 20);
      }
      await visit(`reading: the end, ${task}`, element);
    });
  }
  await on(reading(), SIZE, async (element) => {
    inside<HTMLFormElement>(element, 'form').requestSubmit();
    await rest(element);
    inside(element, '[part="start"]').click();
    await rest(element, 40);
    inside(element, '[part="stop"]').click();
    await rest(element);
    await visit('reading: nothing answered', element);
  });
}
