/**
 * Stacks of one patient side by side, slice by slice: where two of them have their slices at other
 * places, the ones that lie nearest stand together.
 *
 * @module
 */
import type { Plane } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';

const known = new WeakMap<Series<Frame>, WeakMap<Series<Frame>, Series<Frame>>>();

/**
 * `series` with one place for each slice of `master`: the slice nearest in mm along the normal, a hole
 * where none lies within half the master's distance of slices. The series itself where all slices stand
 * together already, or where one of the two has no geometry.
 */
export function linkedTo(master: Series<Frame>, series: Series<Frame>): Series<Frame> {
  if (series === master) return series;
  let linked = known.get(master)?.get(series);
  if (!linked) {
    linked = link(master, series);
    if (!known.has(master)) known.set(master, new WeakMap());
    known.get(master)!.set(series, linked);
  }
  return linked;
}

function link(master: Series<Frame>, series: Series<Frame>): Series<Frame> {
  const first = master.frames.find(Boolean)?.plane;
  if (!first) return series;
  const at = (frame: Frame | undefined) => frame?.plane && along(first, frame.plane);
  const places = master.frames.map(at);
  const theirs = series.frames.map(at);
  const half = (master.sliceSpacing ?? first.sliceThickness ?? 1) / 2;
  // Holes of a running job lie where their slices will be.
  const alike =
    places.length === theirs.length &&
    theirs.every((place, i) => place === undefined || Math.abs(place - (places[i] ?? place)) <= half / 50);
  if (alike || places.includes(undefined) || theirs.every((place) => place === undefined)) return series;
  const frames: Frame[] = new Array(places.length);
  places.forEach((place, i) => {
    let nearest = -1;
    theirs.forEach((other, k) => {
      if (other === undefined) return;
      if (nearest < 0 || Math.abs(other - place!) < Math.abs(theirs[nearest]! - place!)) nearest = k;
    });
    if (Math.abs(theirs[nearest]! - place!) <= half) frames[i] = series.frames[nearest];
  });
  return { ...series, frames };
}

/** Position along the normal of the first plane, in mm. */
function along({ orientation: [rx, ry, rz, cx, cy, cz] }: Plane, { position: [x, y, z] }: Plane): number {
  return x * (ry * cz - rz * cy) + y * (rz * cx - rx * cz) + z * (rx * cy - ry * cx);
}
