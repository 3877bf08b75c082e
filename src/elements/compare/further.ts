/**
 * Fields of a view beyond those that a comparison knows by name, such as rotation: passed on from
 * one picture to the others as they are.
 *
 * @module
 */
import { tagNameOf } from '../tags.js';
import type { ViewDetail } from '../viewport/view.js';

export type Further = Readonly<Record<string, unknown>>;

const KNOWN = ['index', 'windowCenter', 'windowWidth', 'scale', 'translation', 'inverted'];

/** The fields that have no name here. */
export function furtherOf(detail: Partial<ViewDetail>): Further {
  return Object.fromEntries(Object.entries(detail).filter(([name]) => !KNOWN.includes(name)));
}

/** Sets them on every viewport that has a property of that name. */
export function passOnFurther(further: Further, root: ParentNode): void {
  const fields = Object.entries(further);
  if (fields.length === 0) return;
  for (const view of root.querySelectorAll(tagNameOf('viewport'))) {
    for (const [name, value] of fields) {
      if (name in view && Reflect.get(view, name) !== value) Reflect.set(view, name, value);
    }
  }
}
