/** Our series in elements of a real cornerstone-core that the page has enabled. */
import { expect } from '@open-wc/testing';
import type * as CornerstoneCore from 'cornerstone-core';
import core, { type Image } from 'cornerstone-core';
import { registerVeritome } from '../../src/adapters/cornerstone.js';
import { paintBadge } from '../../src/elements/stage/badge.js';
import type { Picture } from '../../src/image/picture.js';
import type { Series } from '../../src/image/series.js';
import type { Shown } from '../../src/provenance/shown.js';
import {
  ctFrame,
  ctSeries,
  denoisedFrame,
  denoisedSeries,
  expectedHU,
  SIZE,
  seriesOf,
} from '../elements/fixtures.js';

const cornerstone = core as unknown as typeof CornerstoneCore;
const elements: HTMLElement[] = [];

/** An element of the page, enabled by the page. */
function enabled(width = 512, height = 400): HTMLElement {
  const element = document.createElement('div');
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  document.body.append(element);
  cornerstone.enable(element);
  elements.push(element);
  return element;
}

afterEach(() => {
  for (const element of elements.splice(0)) {
    cornerstone.disable(element);
    element.remove();
  }
});

const early = enabled();
elements.splice(0);
const veritome = registerVeritome(cornerstone);

async function show(element: HTMLElement, series: Series<Shown>, index = 0): Promise<Image> {
  const image = await cornerstone.loadAndCacheImage(veritome.imageIdsOf(series)[index]);
  cornerstone.displayImage(element, image);
  await rendered(element);
  return image;
}

/** cornerstone draws what is due in the next frame. */
function rendered(element: HTMLElement): Promise<unknown> {
  return new Promise((resolve) =>
    element.addEventListener('cornerstoneimagerendered', resolve, { once: true }),
  );
}

function canvasOf(element: HTMLElement): HTMLCanvasElement {
  return element.querySelector('canvas') as HTMLCanvasElement;
}

/** Pixels in the badge's amber: how many, and the lowest row. */
function amber(canvas: HTMLCanvasElement): { count: number; bottom: number } {
  const { data, width } = pixels(canvas);
  let count = 0;
  let bottom = -1;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] < 240 || Math.abs(data[i + 1] - 176) > 14 || data[i + 2] > 60) continue;
    count += 1;
    bottom = Math.floor(i / 4 / width);
  }
  return { count, bottom };
}

function pixels(canvas: HTMLCanvasElement): ImageData {
  return (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );
}

/** Grey in the middle of the canvas. */
function middle(canvas: HTMLCanvasElement): number {
  const { data, width, height } = pixels(canvas);
  return data[((height >> 1) * width + (width >> 1)) * 4];
}

describe('cornerstone-core', () => {
  it('shows an acquired slice as it is: stored integers, window, no badge', async () => {
    const element = enabled();
    const image = await show(element, ctSeries(2), 1);
    expect(image.getPixelData()[0]).to.equal(1324);
    expect([image.slope, image.intercept]).to.deep.equal([1, -1024]);
    expect([image.windowCenter, image.windowWidth]).to.deep.equal([40, 400]);
    expect(image.sizeInBytes).to.equal(SIZE * SIZE * 2);
    const hu = cornerstone.getStoredPixels(element, 20, 30, 1, 1)[0] * image.slope + image.intercept;
    expect(hu).to.equal(expectedHU(20, 30, 1));
    expect(middle(canvasOf(element))).to.be.above(0);
    expect(amber(canvasOf(element)).count).to.equal(0);
  });

  for (const [when, at] of [
    ['before', () => early],
    ['after', () => enabled()],
  ] as const) {
    it(`badges a generated slice in an element that was enabled ${when} registration`, async () => {
      const element = at();
      await show(element, denoisedSeries(ctSeries(1)));
      const { count, bottom } = amber(canvasOf(element));
      expect(count).to.be.above(200);
      expect(bottom).to.be.below(60);
    });
  }

  it('keeps the badge in its place at any zoom, shift, turn and window, and takes it away with the slice', async () => {
    const element = enabled();
    const source = ctSeries(1);
    await show(element, denoisedSeries(source));
    const { bottom } = amber(canvasOf(element));
    for (const change of [
      { scale: 40, translation: { x: 20, y: -30 } },
      { rotation: 90, hflip: true },
      { voi: { windowCenter: -5000, windowWidth: 1 }, invert: true },
      { colormap: 'hotIron' },
    ]) {
      cornerstone.setViewport(element, { ...cornerstone.getViewport(element), ...change } as never);
      await rendered(element);
      const now = amber(canvasOf(element));
      expect(now.count, JSON.stringify(change)).to.be.above(200);
      if (!('colormap' in change)) expect(now.bottom).to.be.within(bottom - 2, bottom + 2);
    }
    cornerstone.setViewport(element, { ...cornerstone.getViewport(element), colormap: '' } as never);
    await show(element, source);
    expect(amber(canvasOf(element)).count).to.equal(0);
  });

  it('badges a picture that is drawn without an element', async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 300;
    canvas.height = 300;
    const [imageId] = veritome.imageIdsOf(denoisedSeries(ctSeries(1)));
    cornerstone.renderToCanvas(canvas, await cornerstone.loadAndCacheImage(imageId));
    expect(amber(canvas).count).to.be.above(200);
  });

  it('badges a fusion that any generated layer is part of', async () => {
    const element = enabled();
    const source = ctSeries(1);
    const below = await cornerstone.loadAndCacheImage(veritome.imageIdsOf(source)[0]);
    const above = await cornerstone.loadAndCacheImage(veritome.imageIdsOf(denoisedSeries(source))[0]);
    cornerstone.addLayer(element, below, { opacity: 1 });
    const layer = cornerstone.addLayer(element, above, { opacity: 0.5 });
    cornerstone.updateImage(element);
    await rendered(element);
    expect(amber(canvasOf(element)).count).to.be.above(200);
    cornerstone.removeLayer(element, layer);
    cornerstone.updateImage(element);
    await rendered(element);
    expect(amber(canvasOf(element)).count).to.equal(0);
  });

  it('shows values that cornerstone has no table for in the greys of our own stage', async () => {
    const element = enabled();
    const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i % SIZE) / SIZE);
    const { stored: _stored, ...rest } = ctFrame(0, { window: undefined });
    const map: Picture = { ...rest, kind: 'picture', pixels: { values } };
    const image = await show(element, seriesOf([map as never]));
    expect(image.getPixelData()[1]).to.be.closeTo(1 / SIZE, 1e-6);
    const wide = middle(canvasOf(element));
    expect(wide).to.be.within(100, 160);
    cornerstone.setViewport(element, {
      ...cornerstone.getViewport(element),
      voi: { windowCenter: 0.9, windowWidth: 1.2 },
    } as never);
    await rendered(element);
    expect(middle(canvasOf(element))).to.be.below(wide);
    expect(amber(canvasOf(element)).count).to.equal(0);
  });

  it('shows colours as they are', async () => {
    const element = enabled();
    const rgb = new Uint8ClampedArray(SIZE * SIZE * 3).fill(0).map((_, i) => [200, 100, 50][i % 3]);
    const { stored: _stored, ...rest } = ctFrame(0);
    const picture: Picture = { ...rest, kind: 'picture', pixels: { rgb } };
    await show(element, seriesOf([picture as never]));
    const { data, width, height } = pixels(canvasOf(element));
    const at = ((height >> 1) * width + (width >> 1)) * 4;
    expect([...data.slice(at, at + 3)]).to.deep.equal([200, 100, 50]);
  });

  it('keeps the badge in the picture whatever margin a host asks for', () => {
    const canvas = document.createElement('canvas');
    canvas.width = 300;
    canvas.height = 200;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    for (const margin of [-50, 10_000, Number.NaN]) {
      const { y, height } = paintBadge(context, 'GENERATED', { ratio: 1, placement: 'top', margin });
      expect(y, String(margin)).to.be.within(0, 200 - height);
    }
  });

  it('answers metadata beside the providers of the page', () => {
    const [imageId] = veritome.imageIdsOf(ctSeries(1));
    const plane = cornerstone.metaData.get('imagePlaneModule', imageId);
    expect(plane.rowPixelSpacing).to.equal(0.5);
    const pixel = cornerstone.metaData.get('imagePixelModule', imageId);
    expect([pixel.bitsStored, pixel.pixelRepresentation]).to.deep.equal([12, 0]);
    expect(cornerstone.metaData.get('imagePlaneModule', 'wadouri:other')).to.equal(undefined);
  });

  it('loads a slice when it is computed, and stops waiting when told to', async () => {
    const source = ctSeries(2);
    const coming = veritome.expect(source);
    const waiting = cornerstone.loadImage(coming.imageIds[1]);
    coming.put(1, denoisedFrame(source.frames[1]));
    expect((await waiting).getPixelData()[0]).to.equal(1332);
    const { promise, cancelFn } =
      cornerstone.imageCache.getImageLoadObject(coming.imageIds[0]) ?? started(coming.imageIds[0]);
    cancelFn?.();
    let said: unknown;
    await promise.catch((error: unknown) => {
      said = error;
    });
    expect((said as Error).name).to.equal('AbortError');
  });

  it('lets go of a released series; what is still on show keeps its badge', async () => {
    const element = enabled();
    const quiet = denoisedSeries(ctSeries(1));
    const [imageId] = veritome.imageIdsOf(quiet);
    await show(element, quiet);
    veritome.release(quiet);
    expect(cornerstone.imageCache.getImageLoadObject(imageId)).to.equal(undefined);
    cornerstone.updateImage(element);
    await rendered(element);
    expect(amber(canvasOf(element)).count).to.be.above(200);
    const fault = await cornerstone.loadImage(imageId).catch((error: unknown) => error);
    expect((fault as Error).name).to.equal('ArgumentError');
  });
});

/** cornerstone keeps the load object only in its cache. */
function started(imageId: string): { promise: Promise<Image>; cancelFn?: () => void } {
  cornerstone.loadAndCacheImage(imageId).catch(() => undefined);
  return cornerstone.imageCache.getImageLoadObject(imageId) as never;
}
