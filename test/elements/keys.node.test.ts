/** No key has two meanings in one place, and the list of keys names each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import { actOnCompareKey } from '../../src/elements/compare/keys.js';
import { actOnKey, type KeyCommands } from '../../src/elements/viewport/keys.js';
import { en } from '../../src/elements/words/en.js';
import { ptBR } from '../../src/elements/words/ptBR.js';
import { actOnShortcut } from '../../src/elements/workbench/shortcuts.js';
import type { Stage } from '../../src/elements/workbench/stage.js';

/** The page looks at what has the keyboard; here it is no field. */
class Nothing {}
Object.assign(globalThis, { HTMLElement: globalThis.HTMLElement ?? Nothing });

const NAMED = [' ', 'Enter', 'Escape', 'Delete', 'Backspace', 'PageUp', 'PageDown', 'Home', 'End', 'Tab'];
const CHARACTERS = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
const MODES = ['curtain', 'side-by-side', 'flicker', 'blend', 'difference'];
/** One meaning that two places know, for the page has it wherever the keyboard is. */
const SHARED = new Set(['i', 'I', 'r', 'R', ...'123456789', 'shift D', 'shift G', 'shift I', 'shift R']);

/** Every key once: a capital, and what needs it, comes with Shift. */
const KEYS = [...NAMED, ...CHARACTERS].map((key) => ({
  key,
  shiftKey: /^[A-Z<>?_+:"{}|~!@#$%^&*()]$/.test(key),
}));

type Key = (typeof KEYS)[number];

function eventOf(given: Key): KeyboardEvent {
  let prevented = false;
  return {
    ...given,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    get defaultPrevented() {
      return prevented;
    },
    preventDefault: () => {
      prevented = true;
    },
    composedPath: () => [],
  } as unknown as KeyboardEvent;
}

/** Answers every call with yes. */
function willing(known: object = {}): never {
  const act = () => true;
  return new Proxy(known, { get: (target, name) => Reflect.get(target, name) ?? act }) as never;
}

const PLACES: Readonly<Record<string, (key: Key) => boolean>> = {
  picture: (key) => actOnKey(eventOf(key), willing() as KeyCommands),
  comparison: (key) =>
    MODES.some((mode) => actOnCompareKey(eventOf(key), willing({ mode }) as VeritomeCompare)),
  page: (key) => {
    const event = eventOf(key);
    const stage = {
      ...{ series: {}, pair: {}, comparing: {}, mode: 'single' },
      ...{ viewing: willing(), arranging: willing() },
      beside: willing({ reading: false, toggleMeasure: () => undefined }),
      board: { visible: [{ shown: {} }] },
    };
    actOnShortcut(event, stage as unknown as Stage, () => undefined);
    return event.defaultPrevented;
  },
};

const nameOf = ({ key, shiftKey }: Key) => (shiftKey ? `shift ${key}` : key);

test('no key means one thing to the picture and another to the comparison or the page', () => {
  const clashes = KEYS.filter((key) => Object.values(PLACES).filter((means) => means(key)).length > 1)
    .map(nameOf)
    .filter((name) => !SHARED.has(name));
  assert.deepEqual(clashes, []);
});

test('the list of keys names every key, in both languages', () => {
  const means = (key: Key) => Object.values(PLACES).some((does) => does(key));
  const letters = KEYS.filter((key) => /^[a-z?,.<>0]$/.test(key.key) && means(key));
  assert.ok(letters.length > 25, `only ${letters.length} keys mean anything`);
  for (const words of [en, ptBR]) {
    const listed = words.keyList.map(([key]) => key).join(' ');
    for (const { key } of letters) {
      const name = key.toUpperCase();
      const found = new RegExp(`(^|[\\s·,])${name.replace(/[.?]/, '\\$&')}($|[\\s·,])`).test(listed);
      assert.ok(found, `${name} is not in the list`);
    }
  }
});

test('a capital of Shift turns no letter of the page into the letter of a comparison', () => {
  for (const key of ['D', 'G', 'F']) {
    assert.ok(PLACES.comparison({ key, shiftKey: true }));
    assert.ok(!PLACES.picture({ key, shiftKey: true }));
  }
});
