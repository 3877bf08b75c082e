/**
 * What gestures and keys do to a viewport.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Roi } from '../stage/roi.js';
import { presetsOf } from '../stage/windows.js';
import type { Words } from '../words/words.js';
import type { Cine } from './cine.js';
import type { Crosshair } from './crosshair.js';
import type { KeyCommands } from './keys.js';
import { sayRoi } from './outlines.js';
import type { Picture } from './picture.js';
import type { Probe } from './probe.js';
import type { Regions } from './regions.js';
import { type Placement, panned, type ViewDetail, windowed, zoomed } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** The parts of a viewport that are commanded. */
export interface Commanded {
  readonly picture: Picture;
  readonly cine: Cine;
  readonly crosshair: Crosshair;
  readonly regions: Regions;
  /** Says something to assistive technology. */
  say(text: string): void;
  /** Sets properties and tells the host. */
  change(patch: Partial<ViewDetail>): void;
  words(): Words;
  /** What is on show. */
  now(): {
    readonly frame: Frame | undefined;
    readonly window: Window;
    readonly placement: Placement;
    readonly reading: Probe | undefined;
  };
}

export function commandsOf(viewport: VeritomeViewport, parts: Commanded): KeyCommands {
  const { picture, cine, crosshair, regions, say, change, now, words } = parts;
  const last = () => (viewport.series?.frames.length ?? 1) - 1;
  const spoken = (roi: Roi | undefined) => {
    const { frame } = now();
    if (roi && frame) say(sayRoi(regions.active, roi, frame, words()));
    return roi !== undefined;
  };
  return {
    scrollBy: (slices) => {
      const index = Math.min(last(), Math.max(0, viewport.index + slices));
      if (index !== viewport.index) change({ index });
    },
    scrollTo: (end) => change({ index: end === 'first' ? 0 : last() }),
    panBy: (dx, dy) => change({ translation: panned(now().placement, dx, dy) }),
    zoomBy: (factor, at) => change(zoomed(now().placement, factor, picture.fromMiddle(at))),
    windowBy: (center, width) => change(windowed(now().window, center, width)),
    probe: (at) => crosshair.follow(at && picture.pixelAt(at)),
    preset: (key) => {
      const window = presetsOf(viewport.series).find((preset) => preset.key === key)?.window;
      if (window) change({ windowCenter: window.center, windowWidth: window.width });
      return window !== undefined;
    },
    invert: () => change({ inverted: !viewport.inverted }),
    reset: () => viewport.reset(),
    cine: () => cine.toggle(last() + 1),
    toggleCrosshair: () => {
      regions.leave();
      crosshair.toggle(now().frame);
    },
    moveCrosshair: (dx, dy) => {
      const at = crosshair.move(dx, dy, now().frame);
      if (at) say(`${now().reading?.values.join(' → ')}, ${at.x}, ${at.y}`);
      return at !== undefined;
    },
    leaveCrosshair: () => crosshair.leave(),
    beginRoi: (shape, at) => {
      const pixel = picture.pixelAt(at);
      if (pixel) regions.begin(pixel, shape);
    },
    dragRoi: (at) => {
      const pixel = picture.pixelAt(at);
      if (pixel) regions.drag(pixel, now().frame);
    },
    endRoi: () => regions.end(now().frame),
    nextRoi: () => {
      crosshair.leave();
      regions.next(viewport.tool === 'rectangle' ? 'rectangle' : 'circle', now().frame);
      spoken(viewport.rois[regions.active]);
    },
    moveRoi: (dx, dy) => spoken(regions.move(dx, dy, now().frame)),
    resizeRoi: (dx, dy) => spoken(regions.resize(dx, dy, now().frame)),
    removeRoi: () => regions.remove(),
    leaveRoi: () => regions.leave(),
  };
}
