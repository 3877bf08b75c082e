/**
 * Under which tag each element of this copy of the package is registered. Elements make the
 * elements inside them by these tags: a page may rename them, or hold two versions.
 *
 * ```ts
 * html`<${tagOf('viewport')} .series=${series}></${tagOf('viewport')}>`;
 * ```
 *
 * @module
 */
import { type StaticValue, unsafeStatic } from 'lit/static-html.js';
import { ArgumentError } from '../errors.js';

/** Elements by the end of their tag. */
export type ElementName =
  | 'compare'
  | 'denoiser'
  | 'generator'
  | 'header'
  | 'inspector'
  | 'interpolator'
  | 'measure'
  | 'reading'
  | 'study'
  | 'trainer'
  | 'viewport'
  | 'workbench';

/** What `veritome-tag-taken` tells, on the window: a tag was somebody else's. */
export interface TagTaken {
  readonly wanted: string;
  /** The tag that was taken instead: `veritome-viewport-2`. */
  readonly used: string;
}

declare global {
  interface WindowEventMap {
    'veritome-tag-taken': CustomEvent<TagTaken>;
  }
}

const PREFIX = 'veritome';

/** Of this copy: the tag by which elements make one another. */
const inside = new Map<ElementName, string>();
/** Of this copy: what stands for a tag that was asked for. */
const registered = new Map<string, string>();

/** The tag of this copy's element. */
export function tagNameOf(name: ElementName): string {
  return inside.get(name) ?? `${PREFIX}-${name}`;
}

/** The same for the `html` of `lit/static-html.js`. */
export function tagOf(name: ElementName): StaticValue {
  return unsafeStatic(tagNameOf(name));
}

/**
 * Registers an element, once under each prefix. The first on the page keeps a tag; this copy
 * then takes the next number and says so by `veritome-tag-taken`, because a foreign viewport
 * cannot show its slices. Without a registry nothing happens.
 *
 * @returns the tag under which the element is known.
 * @throws ArgumentError where the prefix makes no tag.
 */
export function registerElement(
  name: ElementName,
  element: CustomElementConstructor,
  prefix = PREFIX,
): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(prefix)) {
    throw new ArgumentError('The prefix makes no tag.', {
      attribute: 'prefix',
      remedy: 'Use lower-case letters and digits, a letter first: acme, acme-imaging.',
    });
  }
  const wanted = `${prefix}-${name}`;
  const registry = globalThis.customElements;
  const known = registered.get(wanted);
  if (known || !registry) return known ?? wanted;
  let used = wanted;
  for (let copy = 2; registry.get(used); copy++) used = `${wanted}-${copy}`;
  try {
    registry.define(used, element);
  } catch {
    // A class has one tag: under a further one stands a class of its kind.
    registry.define(used, class extends element {});
  }
  registered.set(wanted, used);
  if (!inside.has(name)) inside.set(name, used);
  if (used !== wanted) {
    globalThis.dispatchEvent?.(new CustomEvent<TagTaken>('veritome-tag-taken', { detail: { wanted, used } }));
  }
  return used;
}
