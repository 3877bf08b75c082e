/** What the proof does in the page of OHIF: as a reader would, and looks at what is there. */
import type { Page } from 'puppeteer-core';

/** A machine that also does other things takes its time. */
export const LONG_MS = 420_000;

/** OHIF asks once whether the reader knows that it is for investigational use. */
export async function confirmUse(page: Page): Promise<void> {
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('button')];
    buttons.find(({ textContent }) => textContent === 'Confirm and hide')?.click();
  });
}

/** Functions in the page: the panel's parts, through its shadows. */
export async function addProbes(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const shadow = (...path: string[]) => {
      let root: ParentNode | null | undefined = document;
      for (const selector of path) root = root?.querySelector(selector)?.shadowRoot;
      return root;
    };
    Object.assign(globalThis, { shadow });
  });
}

/** In the page: the shadow root at the end of a path of hosts. */
declare function shadow(...path: string[]): ParentNode | null | undefined;

/** In the page: OHIF puts its commands and services there. */
declare const commandsManager: { runCommand(name: string, options: object): unknown };

declare const services: {
  readonly displaySetService: {
    getActiveDisplaySets(): { readonly SeriesDescription?: string; readonly displaySetInstanceUID: string }[];
  };
  readonly viewportGridService: {
    getState(): { readonly activeViewportId: string };
    setDisplaySetsForViewports(
      viewports: { readonly viewportId: string; readonly displaySetInstanceUIDs: string[] }[],
    ): void;
  };
};

/** The series is read, and can be worked on. */
export async function panelReady(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const denoiser = shadow('veritome-ohif')?.querySelector('veritome-denoiser');
      return (denoiser?.series?.frames.length ?? 0) > 0;
    },
    { timeout: LONG_MS, polling: 300 },
  );
}

export async function click(page: Page, path: readonly string[], selector: string): Promise<void> {
  await page.waitForFunction(
    (hosts, wanted) => shadow(...hosts)?.querySelector(wanted),
    { timeout: LONG_MS, polling: 200 },
    path,
    selector,
  );
  await page.evaluate(
    (hosts, wanted) =>
      shadow(...hosts)
        ?.querySelector<HTMLElement>(wanted)
        ?.click(),
    path,
    selector,
  );
}

export async function waitFor(page: Page, path: readonly string[], selector: string): Promise<string> {
  await page.waitForFunction(
    (hosts, wanted) => shadow(...hosts)?.querySelector(wanted),
    { timeout: LONG_MS, polling: 300 },
    path,
    selector,
  );
  return page.evaluate(
    (hosts, wanted) =>
      shadow(...hosts)
        ?.querySelector(wanted)
        ?.textContent?.replace(/\s+/g, ' ')
        .trim() ?? '',
    path,
    selector,
  );
}

/** Series of OHIF's study list, as a reader reads them. */
export function listed(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    services.displaySetService.getActiveDisplaySets().map(({ SeriesDescription }) => SeriesDescription ?? ''),
  );
}

/** Shows the series whose description begins so in the active viewport. */
export async function show(page: Page, description: string): Promise<void> {
  await page.evaluate((wanted) => {
    const { displaySetService, viewportGridService } = services;
    const one = displaySetService
      .getActiveDisplaySets()
      .find(({ SeriesDescription = '' }) => SeriesDescription.startsWith(wanted));
    const { activeViewportId: viewportId } = viewportGridService.getState();
    viewportGridService.setDisplaySetsForViewports([
      { viewportId, displaySetInstanceUIDs: [one!.displaySetInstanceUID] },
    ]);
  }, description);
}

/** Pixels of the badge's amber in the canvas of the viewport itself. */
export function amberPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    let amber = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas.cornerstone-canvas')) {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let i = 0; i < data.length; i += 4) {
        // #ffb020
        if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 12 && Math.abs(data[i + 2] - 32) < 24) amber++;
      }
    }
    return amber;
  });
}

/** Several planes through a volume of the series on show, by OHIF's own command. */
export async function planes(page: Page): Promise<void> {
  await page.evaluate(() => commandsManager.runCommand('toggleHangingProtocol', { protocolId: 'mpr' }));
}

/** Viewports of a volume whose canvas has the badge. */
export function badgedPlanes(page: Page, count: number): Promise<unknown> {
  return page.waitForFunction(
    (wanted) => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('canvas.cornerstone-canvas')];
      const badged = canvases.filter((canvas) => {
        const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, 80).data ?? [];
        let amber = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 12 && Math.abs(data[i + 2] - 32) < 24) amber++;
        }
        return amber > 50;
      });
      return badged.length === wanted && canvases.length === wanted;
    },
    { timeout: LONG_MS, polling: 500 },
    count,
  );
}

/** Waits until the viewport shows a badge, or until it would have; the amber pixels. */
export async function badge(page: Page, wanted: boolean): Promise<number> {
  const end = Date.now() + (wanted ? LONG_MS : 4000);
  for (;;) {
    const amber = await amberPixels(page);
    if (Date.now() > end || (wanted && amber > 50)) return amber;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
