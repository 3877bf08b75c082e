/**
 * Types of the elements in JSX of React 19, with their properties and their events; nothing
 * happens at run time.
 *
 * ```tsx
 * import type {} from 'veritome/jsx';
 * <veritome-denoiser series={series} onveritome-result={({ detail }) => keep(detail.series)} />;
 * ```
 *
 * @module
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type * as elements from './define.js';
import type { VeritomeElement } from './elements/element.js';
import type { ElementEvents } from './elements/events.js';

/** The tags are declared where the elements are defined. */
export type Defined = typeof elements;

type Tag = keyof ElementEvents & keyof HTMLElementTagNameMap;

/** What the element itself has, without its methods. */
type Properties<E> = {
  [K in Exclude<keyof E, keyof VeritomeElement> as E[K] extends (...given: never[]) => unknown
    ? never
    : K]?: E[K];
};

/** React 19 listens to `veritome-result` by `onveritome-result`. */
type Listeners<Events> = {
  [K in keyof Events & string as `on${K}`]?: (event: Events[K]) => void;
};

/** Properties, events and the attributes of every element. */
export type VeritomeElements = {
  [T in Tag]: DetailedHTMLProps<HTMLAttributes<HTMLElementTagNameMap[T]>, HTMLElementTagNameMap[T]> &
    Properties<HTMLElementTagNameMap[T]> &
    Listeners<ElementEvents[T]> & { theme?: 'light' | 'contrast' | undefined };
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends VeritomeElements {}
  }
}
