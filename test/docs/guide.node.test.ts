/** The guide as text: both languages say the same in the same places, and what it points at is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAILING } from '../../docs/guide/lessons.js';
import { shownOf } from '../../docs/guide/moment.js';
import type { Measurement, StepReading } from '../../src/training/readings.js';

const english = readFileSync('docs/guide/index.html', 'utf8');
const portuguese = readFileSync('docs/guide/pt-BR.html', 'utf8');
const MOMENTS = ['before', 'early', 'ahead', 'even', 'fooled', 'better', 'paused', 'done'];

/** Values of an attribute, in order. */
const all = (page: string, name: string) =>
  [...page.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => value);
const body = (page: string) => page.slice(page.indexOf('<body>'));
const tags = (page: string) => [...body(page).matchAll(/<(\w[\w-]*)/g)].map(([, tag]) => tag);

test('chapters, anchors, buttons, formulas and references are the same in both languages', () => {
  for (const name of ['id', 'data-action', 'data-fail', 'data-told', 'data-moment', 'data-value']) {
    assert.deepEqual(all(portuguese, name), all(english, name), name);
  }
  const hrefs = (page: string) => all(body(page), 'href').filter((href) => !/pt-BR|index\.html/.test(href));
  assert.deepEqual(hrefs(portuguese), hrefs(english));
  // The one picture breaks its words differently.
  const plain = (page: string) => tags(page).filter((tag) => tag !== 'text');
  assert.deepEqual(plain(portuguese), plain(english));
  const formulas = (page: string) => page.match(/<math.*<\/math>/g);
  assert.deepEqual(formulas(portuguese), formulas(english));
  assert.equal(formulas(english)?.length, 3);
});

test('every anchor that is named exists once, and every chapter is listed', () => {
  for (const page of [english, portuguese]) {
    const ids = all(page, 'id');
    assert.equal(new Set(ids).size, ids.length);
    for (const href of all(page, 'href').filter((one) => one.startsWith('#'))) {
      assert.ok(ids.includes(href.slice(1)), href);
    }
    const listed = /<nav[\s\S]*?<\/nav>/.exec(page)?.[0] ?? '';
    const chapters = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => `#${id}`);
    assert.deepEqual(all(listed, 'href'), chapters);
    assert.equal(chapters.length, 13);
  }
});

test('every rule of the coach has its chapter, its run built to fail and its button', () => {
  for (const page of [english, portuguese]) {
    assert.deepEqual(all(page, 'data-fail').sort(), Object.keys(FAILING).sort());
    assert.deepEqual(all(page, 'data-told').sort(), Object.keys(FAILING).sort());
    const ids = all(page, 'id');
    for (const rule of Object.keys(FAILING)) assert.ok(ids.includes(rule), rule);
  }
});

test('references are cited, numbered as they stand, and lead to arXiv or a DOI', () => {
  const listed = [...english.matchAll(/<li id="ref-(\w+)">/g)].map(([, key]) => key);
  for (const [, key, number] of english.matchAll(/href="#ref-(\w+)">(\d+)</g)) {
    assert.equal(listed.indexOf(key) + 1, Number(number), key);
  }
  const links = all(english, 'href').filter((href) => /^https?:/.test(href));
  // One is in proceedings without a number.
  assert.equal(links.length, listed.length - 1);
  for (const link of links) assert.match(link, /^https:\/\/(arxiv\.org\/abs|doi\.org)\//);
});

test('both pages hold the policy of the workbench, and speak without exclamation marks', () => {
  const policy = (page: string) => /content="(default-src[^"]*)"/.exec(page)?.[1];
  const workbench = policy(readFileSync('docs/demo/index.html', 'utf8'));
  for (const page of [english, portuguese]) {
    assert.equal(policy(page), workbench);
    assert.doesNotMatch(body(page).replace(/<[^>]*>/g, ''), /!/);
    assert.doesNotMatch(body(page), / (style|on\w+)="/);
  }
  assert.match(english, /<html lang="en">/);
  assert.match(portuguese, /<html lang="pt-BR">/);
});

const reading = (step: number, told: number) => ({ step, told }) as StepReading;
const measured = (distance: number) => ({ step: 0, distance, floor: 50 }) as Measurement;

test('the sentence that is shown fits the run', () => {
  const after = (steps: number, told: number, ...distances: number[]) => ({
    steps: Array.from({ length: steps }, (_, i) => reading(i + 1, told)),
    measurements: distances.map(measured),
  });
  const moment = (state: Parameters<typeof shownOf>[0], history: Parameters<typeof shownOf>[1]) =>
    shownOf(state, history).moment;
  const shown = [
    moment('ready', after(0, 0)),
    moment('running', after(3, 1, 300)),
    moment('running', after(40, 0.97, 300, 280)),
    moment('running', after(40, 0.7, 300, 280)),
    moment('running', after(40, 0.5, 300, 280)),
    moment('running', after(40, 0.7, 300, 120)),
    moment('paused', after(40, 0.7, 300, 120)),
    moment('done', after(40, 0.7, 300, 120)),
  ];
  assert.deepEqual(shown, MOMENTS);
  assert.deepEqual(all(english, 'data-moment'), MOMENTS);
  const { step, first, distance, floor } = shownOf('running', after(40, 0.7, 300, 120));
  assert.deepEqual({ step, first, distance, floor }, { step: 40, first: 300, distance: 120, floor: 50 });
});
