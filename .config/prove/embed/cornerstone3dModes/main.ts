/** Each way of Cornerstone3D to render, once with an acquired and once with a generated series: how many pixels are the badge's. */
import * as cornerstone3D from '@cornerstonejs/core';
import { registerVeritome } from '../../../../src/adapters/cornerstone3d.js';
import { ctSeries, denoisedSeries } from '../../../../test/elements/fixtures.js';

const { Enums, utilities } = cornerstone3D;
const { ViewportType, Events, RenderBackends, OrientationAxis } = Enums;
// Each engine holds its WebGL contexts until the garbage is collected.
const usual = cornerstone3D.getConfiguration();
cornerstone3D.init({ ...usual, rendering: { ...usual.rendering, webGlContextCount: 1 } });
const veritome = registerVeritome(cornerstone3D);

const acquired = ctSeries(5);
const ids = {
  acquired: veritome.imageIdsOf(acquired),
  generated: veritome.imageIdsOf(denoisedSeries(acquired)),
};

/** Amber and other lit pixels on what the viewport shows. */
export interface Seen {
  readonly amber: number;
  readonly lit: number;
}

type Kind = keyof typeof ids;
type Render = (
  engine: cornerstone3D.RenderingEngine,
  element: HTMLDivElement,
  kind: Kind,
) => Promise<unknown>;

const stack: Render = async (engine, element, kind) => {
  engine.enableElement({ viewportId: 'view', element, type: ViewportType.STACK });
  const viewport = engine.getViewport('view') as cornerstone3D.StackViewport;
  await viewport.setStack([...ids[kind]], 2);
  viewport.render();
};

const planes: Render = async (engine, element, kind) => {
  const defaultOptions = { orientation: OrientationAxis.CORONAL };
  engine.enableElement({ viewportId: 'view', element, type: ViewportType.ORTHOGRAPHIC, defaultOptions });
  const volumeId = `volume ${kind} ${engines}`;
  const volume = await cornerstone3D.volumeLoader.createAndCacheVolume(volumeId, {
    imageIds: [...ids[kind]],
  });
  volume.load();
  await cornerstone3D.setVolumesForViewports(engine, [{ volumeId }], ['view']);
  engine.render();
};

const solid: Render = async (engine, element, kind) => {
  engine.enableElement({ viewportId: 'view', element, type: ViewportType.VOLUME_3D });
  const volumeId = `volume ${kind} ${engines}`;
  await cornerstone3D.volumeLoader.createAndCacheVolume(volumeId, { imageIds: [...ids[kind]] });
  await cornerstone3D.setVolumesForViewports(engine, [{ volumeId }], ['view']);
  engine.render();
};

/** The generic viewport of version 5, in a stack or on a plane. */
function next(orientation: cornerstone3D.Enums.OrientationAxis): Render {
  return async (engine, element, kind) => {
    engine.enableElement({ viewportId: 'view', element, type: ViewportType.PLANAR_NEXT });
    const set = `set ${kind} ${engines}`;
    utilities.genericViewportDisplaySetMetadataProvider.add(set, {
      imageIds: [...ids[kind]],
      kind: 'planar',
    });
    const viewport = engine.getViewport('view') as unknown as {
      setDisplaySets(entry: object): Promise<void>;
      render(): void;
    };
    await viewport.setDisplaySets({ displaySetId: set, options: { orientation } });
    viewport.render();
  };
}

const WAYS: Record<string, { readonly render: Render; readonly cpu?: boolean; readonly tiled?: boolean }> = {
  'stack, GPU': { render: stack },
  'stack, GPU, tiled': { render: stack, tiled: true },
  'stack, CPU': { render: stack, cpu: true },
  'coronal plane, GPU': { render: planes },
  'coronal plane, GPU, tiled': { render: planes, tiled: true },
  '3D, GPU': { render: solid },
  'generic stack, GPU': { render: next(OrientationAxis.ACQUISITION) },
  'generic stack, CPU': { render: next(OrientationAxis.ACQUISITION), cpu: true },
  'generic coronal plane, GPU': { render: next(OrientationAxis.CORONAL) },
  'generic coronal plane, CPU': { render: next(OrientationAxis.CORONAL), cpu: true },
};

let engines = 0;

async function seen(way: string, kind: Kind): Promise<Seen> {
  const { render, cpu = false, tiled = false } = WAYS[way];
  cornerstone3D.setUseCPURendering(cpu, false);
  cornerstone3D.setRenderBackend(cpu ? RenderBackends.CPU : RenderBackends.GPU);
  const element = document.createElement('div');
  element.style.width = '400px';
  element.style.height = '300px';
  document.body.append(element);
  const Engine = tiled ? cornerstone3D.TiledRenderingEngine : cornerstone3D.RenderingEngine;
  const engine = new Engine(`engine ${engines++}`) as cornerstone3D.RenderingEngine;
  try {
    const rendered = new Promise((resolve) => element.addEventListener(Events.IMAGE_RENDERED, resolve));
    await render(engine, element, kind);
    await rendered;
    // Volumes fill in; the last rendering counts.
    await new Promise((resolve) => setTimeout(resolve, 600));
    return look([...element.querySelectorAll('canvas')]);
  } finally {
    engine.destroy();
    element.remove();
  }
}

/** The small picture of a series, as lists of series have it; nothing tells that it was enabled. */
async function thumbnail(kind: Kind): Promise<Seen> {
  cornerstone3D.setUseCPURendering(false, false);
  const canvas = document.createElement('canvas');
  canvas.width = 256;
  canvas.height = 256;
  document.body.append(canvas);
  await utilities.loadImageToCanvas({ canvas, imageId: ids[kind][2] });
  return look([canvas]);
}

function look(canvases: readonly HTMLCanvasElement[]): Seen {
  let [amber, lit] = [0, 0];
  for (const canvas of canvases) {
    if (canvas.width === 0 || getComputedStyle(canvas).display === 'none') continue;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy?.drawImage(canvas, 0, 0);
    const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 14 && data[i + 2] < 60) amber += 1;
      else if (data[i] > 40 && data[i] === data[i + 2]) lit += 1;
    }
  }
  return { amber, lit };
}

Object.assign(globalThis, { ways: Object.keys(WAYS), seen, thumbnail });
