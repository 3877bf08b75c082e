/** A page that has its own cornerstone-core: one stack, to which Veritome adds its results. */
import * as cornerstone from 'cornerstone-core';
import { configureAssets, denoise, type Frame, generate, openStudy, type Series } from 'veritome';
import { registerVeritome } from 'veritome/cornerstone';
import { byId, fill, say } from './controls.js';

configureAssets({ base: '/veritome/assets/' });

const element = byId('viewport');
cornerstone.enable(element);

// The lines that make it a page with Veritome.
const veritome = registerVeritome(cornerstone);

const shown: { ids: readonly string[]; index: number } = { ids: [], index: 0 };

/** Shows one slice; the view stays as it is while the stack does. */
async function show(ids: readonly string[], index: number): Promise<void> {
  const fresh = ids !== shown.ids;
  Object.assign(shown, { ids, index });
  const image = await cornerstone.loadAndCacheImage(ids[index]);
  // Scrolled on while it was loading.
  if (shown.ids !== ids || shown.index !== index) return;
  cornerstone.displayImage(element, image, fresh ? undefined : cornerstone.getViewport(element));
  if (fresh) cornerstone.reset(element);
  say(`Slice ${index + 1} of ${ids.length}`);
}

/** A series in the list and in the viewport. */
function offer(name: string, ids: readonly string[], index = 0): Promise<void> {
  fill(name, () => void show(ids, 0));
  return show(ids, index);
}

async function open(source: Parameters<typeof openStudy>[0]): Promise<void> {
  const study = await openStudy(source);
  const [series] = study.series;
  await offer('Acquired', veritome.imageIdsOf(series), series.frames.length >> 1);
  byId('denoise').onclick = () => void addDenoised(series);
  byId('synthesise').onclick = () => void addSynthetic();
}

/** Slices show as soon as they are computed, the one on the screen first. */
async function addDenoised(series: Series<Frame>): Promise<void> {
  const coming = veritome.expect(series);
  const start = Math.min(shown.index, series.frames.length - 1);
  const first = offer('Denoised', coming.imageIds, start);
  try {
    coming.settle(await denoise(series, { start, onFrame: coming.put }));
  } catch (error) {
    coming.fail(error);
  }
  await first;
}

async function addSynthetic(): Promise<void> {
  say('Computing');
  const made = await generate({ count: 2, seed: 7 });
  await offer('Synthetic', veritome.imageIdsOf(made));
}

element.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    const index = Math.min(shown.ids.length - 1, Math.max(0, shown.index + Math.sign(event.deltaY)));
    if (index !== shown.index) void show(shown.ids, index);
  },
  { passive: false },
);

element.addEventListener('pointermove', (event) => {
  const image = cornerstone.getEnabledElement(element).image;
  const viewport = cornerstone.getViewport(element);
  if (!image || !viewport) return;
  if (event.buttons === 1) {
    if (event.shiftKey) viewport.scale = Math.max(0.1, (viewport.scale ?? 1) * 1.01 ** -event.movementY);
    else {
      viewport.voi.windowWidth = Math.max(1, viewport.voi.windowWidth + event.movementX * 2);
      viewport.voi.windowCenter += event.movementY * 2;
    }
    cornerstone.setViewport(element, viewport);
  }
  const { x, y } = cornerstone.pageToPixel(element, event.pageX, event.pageY);
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const inside = column >= 0 && row >= 0 && column < image.columns && row < image.rows;
  const stored = inside ? image.getPixelData()[row * image.columns + column] : Number.NaN;
  byId('value').textContent = inside ? `${column}, ${row}: ${stored * image.slope + image.intercept}` : '';
});

byId<HTMLInputElement>('files').onchange = ({ target }) =>
  void open([...((target as HTMLInputElement).files ?? [])]);
new ResizeObserver(() => cornerstone.resize(element)).observe(element);

await open(Array.from({ length: 6 }, (_, i) => `/study/${String(i + 8).padStart(4, '0')}.dcm`));
