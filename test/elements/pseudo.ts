/**
 * A language that is nobody's: every word of the tables between brackets and with accents. What
 * stands on the page without brackets is data, or was forgotten.
 */
import { en, type Words } from '../../src/elements/words/words.js';

const OPEN = '⟦';
const CLOSE = '⟧';
const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', n: 'ñ', c: 'ç' };

/** The tables in the pseudo-language, whatever functions return too. Files and markup stay. */
export const PSEUDO = translated(en) as Words;
/** A real one for dates: German ones are figures alone. */
export const PSEUDO_TAG = 'de';

function translated(value: unknown): unknown {
  if (typeof value === 'string') return bracketed(value);
  if (typeof value === 'function') return (...given: unknown[]) => translated(value(...given));
  if (Array.isArray(value)) return value.map(translated);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, translated(one)]));
}

function bracketed(text: string): string {
  // Figures alone are figures in any language; a page of the guide is a file.
  if (!/\p{L}/u.test(text) || /\.html$/.test(text)) return text;
  if (text.startsWith(OPEN) && text.endsWith(CLOSE)) return text;
  return `${OPEN}${text.replace(/[aeiounc]/g, (letter) => ACCENTS[letter])}${CLOSE}`;
}

/** What a reader meets: where it stands, and what it says. */
export interface Met {
  readonly where: string;
  readonly text: string;
}

const ATTRIBUTES = [
  'aria-label',
  'aria-valuetext',
  'aria-roledescription',
  'aria-description',
  'title',
  'placeholder',
  'alt',
  'label',
];

/** Every text and spoken attribute under a root, shadow roots and what is closed or hidden included. */
export function textsUnder(root: Node, where = ''): Met[] {
  if (root instanceof Text) {
    const text = root.data.replace(/\s+/g, ' ').trim();
    return text ? [{ where, text }] : [];
  }
  if (root instanceof HTMLStyleElement || root instanceof HTMLScriptElement) return [];
  const at = root instanceof Element ? `${where} ${nameOf(root)}`.trim() : where;
  const spoken = root instanceof Element ? spokenBy(root, at) : [];
  // Said to be in another language: details of faults, cards as they were written.
  if (root instanceof HTMLElement && root.lang && root.lang !== PSEUDO_TAG) return [];
  const children = [
    ...(root instanceof Element && root.shadowRoot ? root.shadowRoot.childNodes : []),
    ...root.childNodes,
  ];
  return [...spoken, ...children.flatMap((child) => textsUnder(child, at))];
}

function spokenBy(element: Element, where: string): Met[] {
  const named = ATTRIBUTES.flatMap((name) => {
    // `label` is a property of ours on viewports, and a word on options.
    const text = element.getAttribute(name)?.trim();
    return text ? [{ where: `${where} @${name}`, text }] : [];
  });
  if (element instanceof HTMLInputElement && element.type === 'button')
    named.push({ where, text: element.value });
  return named;
}

function nameOf(element: Element): string {
  const part = element.getAttribute('part') ?? element.getAttribute('class')?.trim().split(/\s+/)[0] ?? '';
  return `${element.localName}${part ? `.${part}` : ''}`;
}

/** Units, codes and keys that are written alike in every language. */
const ALIKE =
  /(?<![\p{L}\p{N}])(HU|mm|cm|MB|kB|GB|px|ms|min|GFLOP|CT|MR|US|RGB|NPS|CNR|RMS|DICOM|PNG|JPEG|NIfTI|npz|zip|WebGPU|WebGL|wasm|SHA-256|Veritome|Ctrl|Shift|Enter|Esc|Del|SD|PX|CR|DX|MG|NM|PT|XA|UI|SQ|LO|PN|fps)(?![\p{L}\p{N}])/gu;

/** What is left of a text once words of the language, data and figures are taken out; empty when nothing. */
export function untranslated(text: string, data: readonly string[]): string {
  let rest = text;
  for (const one of data) rest = rest.replaceAll(one, ' ');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
  }
  rest = rest.replace(ALIKE, ' ');
  return /\p{L}{2,}/u.test(rest) ? rest.trim() : '';
}

/** Hears what is written onto canvases until it is told to stop. */
export function hearCanvases(): { readonly heard: Set<string>; stop(): void } {
  const heard = new Set<string>();
  const prototypes = [CanvasRenderingContext2D.prototype, OffscreenCanvasRenderingContext2D.prototype];
  const before = prototypes.map(({ fillText }) => fillText);
  for (const prototype of prototypes) {
    const { fillText } = prototype;
    prototype.fillText = function (this: CanvasRenderingContext2D, text: string, ...place: [number, number]) {
      heard.add(text);
      return fillText.call(this, text, ...place);
    } as typeof fillText;
  }
  return {
    heard,
    stop: () =>
      prototypes.forEach((prototype, i) => {
        prototype.fillText = before[i];
      }),
  };
}
