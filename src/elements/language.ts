/**
 * Which language an element speaks, live: its own `lang`, that of the nearest ancestor in or
 * around its shadow trees, or the locale of a page that is translated with lit-localize.
 *
 * All elements of a page share one observer; it stands still while there is none.
 *
 * @module
 */
import { LOCALE_STATUS_EVENT } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onLanguageAdded, spokenTag, wordsFor } from './words/words.js';

type Speaker = ReactiveControllerHost & HTMLElement & { readonly renderRoot: Element | DocumentFragment };

const NAMED = '[lang]:not([lang=""])';
/** Elements of ours on the page. */
const speakers = new Set<Speaking>();
let observer: MutationObserver | undefined;
let observed = new WeakSet<Node>();
let ended = new AbortController();
/** What lit-localize told last; it tells nobody who comes later. */
let pageLocale = '';
let listening = false;

/** Hears the host's locale from the first element's definition on. */
export function hearPageLocale(): void {
  if (listening || !globalThis.window) return;
  listening = true;
  window.addEventListener(LOCALE_STATUS_EVENT, ({ detail }) => {
    if (detail.status !== 'ready') return;
    pageLocale = detail.readyLocale;
    lookAll();
  });
}

/** Re-renders its element when the language changes, and says in the markup what is spoken. */
export class Speaking implements ReactiveController {
  readonly #host: Speaker;
  #shown: { readonly wish: string; readonly words: unknown } | undefined;

  constructor(host: Speaker) {
    this.#host = host;
    host.addController(this);
  }

  /** BCP 47, as it was asked for; empty where nobody asks. */
  get wish(): string {
    return this.#host.lang || inherited(this.#host) || pageLocale;
  }

  hostConnected(): void {
    if (speakers.size === 0) start();
    speakers.add(this);
    for (let root = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      observe(root);
      if (!(root instanceof ShadowRoot)) break;
    }
    this.look();
  }

  hostDisconnected(): void {
    speakers.delete(this);
    if (speakers.size === 0) stop();
  }

  /** Assistive technology pronounces by `lang`; the page's own may be one that is not spoken here. */
  hostUpdated(): void {
    const { wish } = this;
    this.#shown = { wish, words: wordsFor(wish) };
    const tag = spokenTag(wish);
    for (const child of this.#host.renderRoot.children) {
      if (!(child instanceof HTMLElement) || child instanceof HTMLStyleElement) continue;
      if (child.lang !== tag) child.lang = tag;
      const dir = directionOf(tag);
      if (child.dir !== dir) child.dir = dir;
    }
  }

  /** Renders again where the language is no longer the one that was shown. */
  look(): void {
    const { wish } = this;
    if (!this.#shown || (this.#shown.wish === wish && this.#shown.words === wordsFor(wish))) return;
    this.#host.requestUpdate();
  }
}

/** From the parent on: the element's own attribute may still be what its property was. */
function inherited(element: Element): string {
  let node = above(element);
  while (node) {
    const near: Element | null = node.closest(NAMED);
    if (near) return near.getAttribute('lang') ?? '';
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}

/** The parent, or where there is none the host of the shadow tree. */
function above(element: Element): Element | null {
  const { parentElement, parentNode } = element;
  return parentElement ?? (parentNode instanceof ShadowRoot ? parentNode.host : null);
}

function start(): void {
  observer = new MutationObserver(lookAll);
  observed = new WeakSet();
  ended = new AbortController();
  onLanguageAdded(lookAll, ended.signal);
}

function stop(): void {
  observer?.disconnect();
  observer = undefined;
  ended.abort();
}

/** Roots that have left the page stay observed until the last element leaves: nothing holds them. */
function observe(root: Node): void {
  if (observed.has(root)) return;
  observed.add(root);
  observer?.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
}

function lookAll(): void {
  for (const speaker of speakers) speaker.look();
}

/** `Intl.Locale.getTextInfo` is not everywhere yet. */
const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|iw|ks|ku-arab|ps|sd|ug|ur|yi)(-|$)/i;

function directionOf(tag: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(tag) ? 'rtl' : 'ltr';
}
