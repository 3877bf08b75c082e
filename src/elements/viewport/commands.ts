/**
 * What gestures and keys do to a viewport.
 *
 * @module
 */
import { windowOfLut } from '../../image/voi.js';
import type { Shown } from '../../provenance/shown.js';
import { MEASURES, type MeasureKind } from '../stage/measure.js';
import type { Roi } from '../stage/roi.js';
import { isColor } from '../stage/samples.js';
import { chosenBy, presetsOf } from '../stage/windows.js';
import type { Words } from '../words/words.js';
import type { Cine } from './cine.js';
import type { Crosshair } from './crosshair.js';
import type { Facts } from './facts.js';
import type { KeyCommands } from './keys.js';
import type { Looking } from './looking.js';
import { sayMeasure } from './measureMarks.js';
import type { Hold, Measuring } from './measuring.js';
import { sayRoi } from './outlines.js';
import type { Picture } from './picture.js';
import type { Probe } from './probe.js';
import type { Regions } from './regions.js';
import { type Point, panned, stepIn, type ViewDetail, windowed, zoomed } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** The parts of a viewport that are commanded. */
export interface Commanded {
  readonly picture: Picture;
  readonly cine: Cine;
  readonly crosshair: Crosshair;
  readonly regions: Regions;
  readonly measuring: Measuring;
  readonly facts: Facts;
  /** Says something to assistive technology. */
  say(text: string): void;
  /** Sets properties and tells the host. */
  change(patch: Partial<ViewDetail>): void;
  words(): Words;
  readonly looking: Looking;
  /** What is read under the crosshair or the pointer. */
  reading(): Probe | undefined;
}

export function commandsOf(viewport: VeritomeViewport, parts: Commanded): KeyCommands {
  const { picture, cine, crosshair, regions, measuring, facts, looking, say, change, words } = parts;
  const last = () => (viewport.series?.frames.length ?? 1) - 1;
  const spoken = (roi: Roi | undefined) => {
    const { frame } = looking;
    if (roi && frame) say(sayRoi(regions.active, roi, frame, words()));
    return roi !== undefined;
  };
  const told = (hold: Hold | undefined) => {
    const { frame } = looking;
    if (hold && frame) say(sayMeasure(hold, frame, facts.scaleOf(frame, hold.measure.points), words()));
    return hold !== undefined;
  };
  const finished = (done: boolean) => {
    if (done) told(measuring.held);
  };
  /** With what the pointer is over, where that is a slice. */
  const over = (at: Point, act: (pixel: Point, frame: Shown) => void) => {
    const { frame } = looking;
    const pixel = picture.pixelAt(at);
    if (pixel && frame) act(pixel, frame);
  };
  const tool = () => MEASURES.find((kind): kind is MeasureKind => kind === viewport.tool);
  return {
    scrollBy: (slices) => {
      const index = Math.min(last(), Math.max(0, viewport.index + slices));
      if (index !== viewport.index) change({ index });
    },
    scrollTo: (end) => change({ index: end === 'first' ? 0 : last() }),
    panBy: (dx, dy) => change({ translation: panned(looking.placement, dx, dy) }),
    zoomBy: (factor, at) => change(zoomed(looking.placement, factor, picture.fromMiddle(at))),
    windowBy: (center, width) => {
      const { voi, frame } = looking;
      if (isColor(frame)) return;
      // A table has no window: by hand, the one that spans its input takes its place.
      const [window, kind] =
        'lut' in voi ? [windowOfLut(voi.lut), 'LINEAR' as const] : [voi.window, voi.function];
      change({ ...windowed(window, center, width, kind), voiFunction: kind, voiLut: undefined });
    },
    probe: (at) => crosshair.follow(at && picture.pixelAt(at)),
    preset: (key) => {
      const preset = presetsOf(viewport.series).find((one) => one.key === key);
      if (preset) change(chosenBy(preset));
      return preset !== undefined;
    },
    invert: () => change({ inverted: !viewport.inverted }),
    reset: () => viewport.reset(),
    rotate: (by) => viewport.rotate(by),
    flip: (axis) => viewport.flip(axis),
    cine: () => viewport.toggleCine(),
    cineSpeed: (factor) => {
      if (!cine.running) return false;
      cine.speed(factor);
      say(words().frameRate(words().number(cine.rate, 0)));
      return true;
    },
    togglePlanes: () => {
      viewport.withoutPlanes = !viewport.withoutPlanes;
      say(viewport.withoutPlanes ? words().planesOff : words().planesOn);
    },
    toggleText: () => {
      viewport.withoutText = !viewport.withoutText;
      say(viewport.withoutText ? words().textOff : words().textOn);
    },
    header: () => viewport.showHeader(),
    take: (taken) => {
      viewport.takeTool(taken);
      say(words().tool[taken]);
      const { frame } = looking;
      // Keys place points under the crosshair.
      if (tool() && frame && !crosshair.aiming) crosshair.toggle(frame);
    },
    placePoint: () => {
      const kind = tool();
      const { frame } = looking;
      const { probe } = viewport;
      if (!kind || !frame || !probe || !crosshair.aiming) return false;
      finished(measuring.place(kind, { x: probe.x + 0.5, y: probe.y + 0.5 }, frame));
      if (measuring.draft) say(words().measurePoint(measuring.draft.points.length));
      return true;
    },
    nextMeasure: () => {
      const { frame } = looking;
      regions.leave();
      return told(frame && measuring.next(frame));
    },
    nudgeMeasure: (dx, dy) => {
      const step = stepIn(viewport, dx, dy);
      return told(measuring.nudge(step.x, step.y, looking.frame));
    },
    removeMeasure: () => {
      const removed = measuring.remove(looking.frame);
      if (removed) say(words().measureRemoved);
      return removed;
    },
    leaveMeasure: () => measuring.cancel() || measuring.leave(),
    beginMeasure: (kind, at) => over(at, (pixel, frame) => measuring.begin(kind, at, pixel, frame)),
    moveMeasure: (at) => over(at, (pixel, frame) => measuring.move(at, pixel, frame)),
    endMeasure: () => finished(measuring.end(looking.frame)),
    cancelDrawing: () => {
      measuring.cancel();
      regions.cancel();
    },
    toggleCrosshair: () => {
      regions.leave();
      crosshair.toggle(looking.frame);
    },
    moveCrosshair: (dx, dy) => {
      const step = stepIn(viewport, dx, dy);
      const at = crosshair.move(step.x, step.y, looking.frame);
      if (at) measuring.aim({ x: at.x + 0.5, y: at.y + 0.5 });
      if (at) say(`${parts.reading()?.values.join(' → ')}, ${at.x}, ${at.y}`);
      return at !== undefined;
    },
    leaveCrosshair: () => crosshair.leave(),
    beginRoi: (shape, at) => {
      const pixel = picture.pixelAt(at);
      if (pixel) regions.begin(pixel, shape);
    },
    dragRoi: (at) => {
      const pixel = picture.pixelAt(at);
      if (pixel) regions.drag(pixel, looking.frame);
    },
    endRoi: () => regions.end(looking.frame),
    nextRoi: () => {
      crosshair.leave();
      regions.next(viewport.tool === 'rectangle' ? 'rectangle' : 'circle', looking.frame);
      spoken(viewport.rois[regions.active]);
    },
    moveRoi: (dx, dy) => {
      const step = stepIn(viewport, dx, dy);
      return spoken(regions.move(step.x, step.y, looking.frame));
    },
    resizeRoi: (dx, dy) => {
      // Wider and taller as the image lies on the stage.
      const [across, down] = viewport.rotation % 180 === 0 ? [dx, dy] : [-dy, -dx];
      return spoken(regions.resize(across, down, looking.frame));
    },
    removeRoi: () => regions.remove(),
    leaveRoi: () => regions.leave(),
  };
}
