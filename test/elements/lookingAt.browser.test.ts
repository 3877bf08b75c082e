/** Pictures in the workbench: looked at, not computed on; and a comparison that is turned on both sides. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import type { Picture } from '../../src/image/picture.js';
import type { Series } from '../../src/image/series.js';
import '../../src/define.js';
import { drawn, pixelsOfCanvas, press, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';
import { colorOf, colorPicture, shownSeries } from './pictures.js';

async function benchOf(jobs: Parameters<typeof fakeJobs>[0]): Promise<VeritomeWorkbench> {
  const bench = sized(document.createElement('veritome-workbench'), 1300, 760);
  bench.jobs = fakeJobs(jobs);
  await fixture(html`<div>${bench}</div>`);
  await bench.open([]);
  await bench.updateComplete;
  return bench;
}

function text(node: Element | null | undefined): string {
  return node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

describe('pictures in the workbench', () => {
  it('are shown in the cell in their colours; nothing is saved, and the panels say why, in both languages', async () => {
    const pictures = shownSeries([colorPicture()]);
    const bench = await benchOf({
      openStudy: async () => ({ ...studyOf(), pictures: [pictures as Series<Picture>] }),
    });
    const root = bench.shadowRoot as ShadowRoot;
    const view = root.querySelector('.cell.active > veritome-viewport') as VeritomeViewport;
    expect(view.series).to.equal(pictures);
    await drawn(view);
    const { data, width, height } = pixelsOfCanvas(view);
    const side = Math.min(width, height);
    for (const [x, y] of [
      [10, 10],
      [20, 50],
      [50, 20],
    ] as const) {
      const across = Math.floor((width - side) / 2 + ((x + 0.5) * side) / 64);
      const down = Math.floor((height - side) / 2 + ((y + 0.5) * side) / 64);
      const from = (down * width + across) * 4;
      expect([...data.subarray(from, from + 3)], `${x} ${y}`).to.deep.equal(colorOf(x, y));
    }
    expect(root.querySelector('[data-menu="save"]')).to.equal(null);
    const denoiser = root.querySelector('veritome-denoiser');
    for (const [lang, note, reason] of [
      ['en', 'nothing is computed on it', 'A picture is only looked at.'],
      ['pt-BR', 'nada se calcula nela', 'Uma imagem é só para olhar.'],
    ]) {
      bench.setAttribute('lang', lang);
      await bench.updateComplete;
      await waitUntil(() => text(denoiser?.shadowRoot?.querySelector('form')).includes(reason));
      expect(text(root.querySelector('.panel [role="note"]'))).to.contain(note);
      expect(denoiser?.shadowRoot?.querySelector<HTMLButtonElement>('[part="run"]')?.disabled).to.equal(true);
    }
    await expect(bench).to.be.accessible();
  });
});

describe('a comparison in the workbench', () => {
  it('is turned and flipped on both sides by the keys of one', async () => {
    const before = ctSeries();
    const bench = await benchOf({
      openStudy: async () => studyOf(before),
      denoise: async () => denoisedSeries(before, 80),
    });
    await bench.denoise();
    await bench.updateComplete;
    const compare = bench.shadowRoot?.querySelector('.cell.active > veritome-compare') as VeritomeCompare;
    for (const mode of ['curtain', 'side-by-side'] as const) {
      if (compare.mode !== mode)
        press(compare.activeView as VeritomeViewport, mode === 'curtain' ? 'c' : 's');
      await bench.updateComplete;
      await compare.updateComplete;
      const views = [...(compare.shadowRoot?.querySelectorAll('veritome-viewport') ?? [])];
      expect(views.length).to.equal(2);
      for (const view of views) await drawn(view);
      const turned = () => views.map(({ rotation, flipped }) => [rotation, flipped]);
      press(compare.activeView as VeritomeViewport, '.');
      await waitUntil(() => views.every(({ rotation }) => rotation === 90), 'turned');
      press(compare.activeView as VeritomeViewport, 'h');
      await waitUntil(() => views.every(({ flipped }) => flipped), 'flipped');
      expect(turned()[0]).to.deep.equal(turned()[1]);
      for (const view of views) await settled(view);
      press(compare.activeView as VeritomeViewport, 'r');
      await waitUntil(() => views.every((view) => view.rotation === 0 && !view.flipped), 'as it was');
    }
  });
});
