/** A page that has its own Cornerstone3D: a stack and three planes, to which Veritome adds its results. */
import * as cornerstone3D from '@cornerstonejs/core';
import { configureAssets, denoise, type Frame, generate, openStudy, type Series } from 'veritome';
import { registerVeritome } from 'veritome/cornerstone3d';
import { byId, fill, say } from './controls.js';

const { Enums, RenderingEngine, utilities, volumeLoader } = cornerstone3D;
const PLANES = ['axial', 'coronal', 'sagittal'] as const;

configureAssets({ base: '/veritome/assets/' });
cornerstone3D.init();

const engine = new RenderingEngine('page');
engine.setViewports([
  { viewportId: 'stack', element: byId<HTMLDivElement>('stack'), type: Enums.ViewportType.STACK },
  ...PLANES.map((plane) => ({
    viewportId: plane,
    element: byId<HTMLDivElement>(plane),
    type: Enums.ViewportType.ORTHOGRAPHIC,
    defaultOptions: { orientation: Enums.OrientationAxis[plane.toUpperCase() as Uppercase<typeof plane>] },
  })),
]);

// The line that makes it a page with Veritome.
const veritome = registerVeritome(cornerstone3D);

const stack = engine.getViewport('stack') as cornerstone3D.StackViewport;

async function showStack(ids: readonly string[], index = 0): Promise<void> {
  await stack.setStack([...ids], index);
  stack.resetProperties();
  stack.render();
}

async function showPlanes(ids: readonly string[]): Promise<void> {
  const volumeId = `volume ${ids[0]}`;
  const volume = await volumeLoader.createAndCacheVolume(volumeId, { imageIds: [...ids] });
  volume.load();
  await cornerstone3D.setVolumesForViewports(engine, [{ volumeId }], [...PLANES]);
  engine.renderViewports([...PLANES]);
}

async function show(ids: readonly string[], index: number): Promise<void> {
  await showStack(ids, index);
  await showPlanes(ids);
  say(`${ids.length} slices`);
}

async function open(source: Parameters<typeof openStudy>[0]): Promise<void> {
  const study = await openStudy(source);
  const [series] = study.series;
  const ids = veritome.imageIdsOf(series);
  const middle = ids.length >> 1;
  fill('Acquired', () => void show(ids, middle));
  await show(ids, middle);
  byId('denoise').onclick = () => void addDenoised(series, middle);
  byId('synthesise').onclick = () => void addSynthetic();
}

/** Slices stand in the stack as soon as they are computed, the one on the screen first; planes need all of them. */
async function addDenoised(series: Series<Frame>, start: number): Promise<void> {
  say('Computing');
  const coming = veritome.expect(series);
  const first = showStack(coming.imageIds, start);
  try {
    coming.settle(await denoise(series, { start, onFrame: coming.put }));
  } catch (error) {
    coming.fail(error);
  }
  await first;
  fill('Denoised', () => void show(coming.imageIds, start));
  await showPlanes(coming.imageIds);
  say(`${coming.imageIds.length} slices`);
}

/** Slices of their own, that are no volume. */
async function addSynthetic(): Promise<void> {
  say('Computing');
  const ids = veritome.imageIdsOf(await generate({ count: 2, seed: 7 }));
  fill('Synthetic', () => void showStack(ids));
  await showStack(ids);
  say(`${ids.length} slices`);
}

for (const id of ['stack', ...PLANES]) {
  const element = byId<HTMLDivElement>(id);
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      utilities.scroll(engine.getViewport(id), { delta: Math.sign(event.deltaY) });
    },
    { passive: false },
  );
  element.addEventListener('pointermove', (event) => {
    const viewport = engine.getViewport(id) as cornerstone3D.StackViewport | cornerstone3D.VolumeViewport;
    const box = element.getBoundingClientRect();
    if (event.buttons === 1) {
      if (event.shiftKey) viewport.setZoom(viewport.getZoom() * 1.01 ** -event.movementY);
      else {
        const { lower, upper } = viewport.getProperties()?.voiRange ?? { lower: -160, upper: 240 };
        const [wide, up] = [event.movementX, event.movementY * 2];
        viewport.setProperties({
          voiRange: { lower: lower + up - wide, upper: Math.max(lower + up + 1, upper + up + wide) },
        });
      }
      viewport.render();
    }
    const world = viewport.canvasToWorld([event.clientX - box.left, event.clientY - box.top]);
    byId('value').textContent = valueAt(viewport, world);
  });
}

/** A place in the patient (LPS, mm), and the voxel there, in the unit of the series. */
function valueAt(
  viewport: cornerstone3D.StackViewport | cornerstone3D.VolumeViewport,
  world: cornerstone3D.Types.Point3,
): string {
  const data = viewport.getImageData();
  if (!data) return '';
  const [i, j, k] = utilities.transformWorldToIndex(data.imageData, world);
  const [wide, high, deep] = data.dimensions;
  if (i < 0 || j < 0 || i >= wide || j >= high || k < 0 || k >= deep) return '';
  const value = data.voxelManager?.getAtIJK(i, j, k);
  return `${world.map((mm) => mm.toFixed(2)).join(', ')} mm: ${value}`;
}

byId<HTMLInputElement>('files').onchange = ({ target }) =>
  void open([...((target as HTMLInputElement).files ?? [])]);
new ResizeObserver(() => engine.resize(true, true)).observe(byId('stack'));

await open(Array.from({ length: 12 }, (_, i) => `/study/${String(i + 5).padStart(4, '0')}.dcm`));
