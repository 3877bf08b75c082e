/**
 * A custom element in the form that the host's React renders. OHIF's panels are React
 * components; ours returns the plain object that `createElement` would make, so that no
 * React of ours is on the page.
 *
 * @module
 */

export interface ReactElement {
  readonly $$typeof: symbol;
  readonly type: string;
  readonly key: null;
  readonly ref: null;
  readonly props: Readonly<Record<string, unknown>>;
}

/** `<tag>` without attributes or children, as React 18 (OHIF 3) or React 19 knows elements. */
export function reactElement(tag: string): ReactElement {
  return { $$typeof: Symbol.for(elementSymbol()), type: tag, key: null, ref: null, props: {} };
}

function elementSymbol(): string {
  // From 3.14 on the app shows the React that it shares with extensions.
  const shared = (globalThis as { react?: { version?: string } }).react;
  return Number.parseInt(shared?.version ?? '18', 10) >= 19 ? 'react.transitional.element' : 'react.element';
}
