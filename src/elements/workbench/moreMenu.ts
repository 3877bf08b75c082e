/**
 * What is used now and then: the side a viewport is seen from, what moves together, and
 * the rest that has a key.
 *
 * @module
 */
import type { TemplateResult } from 'lit';
import { MEASURES } from '../stage/measure.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import { languages } from '../words/words.js';
import { FACINGS } from './arranging.js';
import { icon } from './icons.js';
import type { Links } from './linking.js';
import { type MenuGroup, type MenuItem, renderMenu } from './menu.js';
import type { Toolbar } from './toolbar.js';

export function renderMore(bar: Toolbar): TemplateResult {
  const { words, stage, showKeys } = bar;
  const open = stage.board.visible.some(({ shown }) => shown);
  const groups: MenuGroup[] = [
    ...(stage.series && !stage.lookedAt ? [planes(bar)] : []),
    ...(open ? [measures(bar), links(bar), view(bar), turns(bar)] : []),
    ...(stage.pair ? [comparison(bar)] : []),
    { title: '', items: [{ label: words.keys, key: '?', act: showKeys }] },
    speech(bar),
  ];
  return renderMenu({ id: 'more', label: words.more, face: icon('more'), groups });
}

/** Each language by the name that its own readers know. */
function speech({ words, language, speak }: Toolbar): MenuGroup {
  return {
    title: words.language,
    items: languages().map((tag) => ({
      label: new Intl.DisplayNames(tag, { type: 'language', languageDisplay: 'standard' }).of(tag) ?? tag,
      lang: tag,
      kind: 'radio',
      checked: tag === language,
      act: () => speak(tag),
    })),
  };
}

function planes({ words, stage }: Toolbar): MenuGroup {
  return {
    title: words.facing,
    items: FACINGS.map((facing) => ({
      label: words.facings[facing],
      kind: 'radio',
      checked: stage.board.active.facing === facing,
      act: () => stage.arranging.face(facing),
    })),
  };
}

const MEASURE_KEYS = { length: 'K', angle: 'A', ellipse: 'E', box: 'U' } as const;

function measures({ words, stage }: Toolbar): MenuGroup {
  return {
    title: words.measure,
    items: MEASURES.map((kind) => ({
      label: words.measures[kind],
      key: MEASURE_KEYS[kind],
      kind: 'radio',
      checked: stage.tool === kind,
      act: () => {
        stage.tool = kind;
      },
    })),
  };
}

/** What the viewport itself does: nothing where a comparison stands in its place. */
function turns({ words, stage }: Toolbar): MenuGroup {
  const item = (label: string, key: string, act: (view: VeritomeViewport) => void): MenuItem => ({
    label,
    key,
    act: () => {
      const { activeViewport: view } = stage;
      if (view) act(view);
    },
  });
  return {
    title: '',
    items: [
      item(words.rotateLeft, ',', (view) => view.rotate(-90)),
      item(words.rotateRight, '.', (view) => view.rotate(90)),
      item(words.flipHorizontal, 'H', (view) => view.flip('horizontal')),
      item(words.flipVertical, 'V', (view) => view.flip('vertical')),
      item(words.overlayPlanes, 'P', (view) => {
        view.withoutPlanes = !view.withoutPlanes;
      }),
      item(words.cornerTexts, 'N', (view) => {
        view.withoutText = !view.withoutText;
      }),
      item(words.header, 'T', (view) => view.showHeader()),
    ],
  };
}

function links({ words, stage }: Toolbar): MenuGroup {
  const { arranging, board } = stage;
  const item = (link: keyof Links, label: string, key?: string): MenuItem => ({
    label,
    key,
    kind: 'checkbox',
    checked: board.links[link],
    act: () => arranging.toggle(link),
  });
  return {
    title: words.layout,
    items: [
      item('slices', words.linkSlices, 'L'),
      item('byHand', words.linkByHand, '⇧ L'),
      item('window', words.linkWindow),
      item('zoom', words.linkZoom),
      {
        label: words.referenceLines,
        key: '0',
        kind: 'checkbox',
        checked: board.lines,
        act: () => arranging.toggleLines(),
      },
    ],
  };
}

function comparison({ words, stage }: Toolbar): MenuGroup {
  const { beside } = stage;
  const check = (label: string, checked: boolean, act: () => void, key?: string): MenuItem => ({
    label,
    key,
    kind: 'checkbox',
    checked,
    act,
  });
  return {
    title: words.comparisons,
    items: [
      check(words.profile, beside.measure === 'profile', () => beside.toggleMeasure('profile'), '⇧ D'),
      check(words.regions, beside.measure === 'regions', () => beside.toggleMeasure('regions'), '⇧ G'),
      ...(beside.others.length > 0 ? [check(words.hang, beside.hanging, () => beside.toggleHang())] : []),
      check(words.reading, beside.reading, () => beside.toggleReading()),
    ],
  };
}

function view({ words, stage }: Toolbar): MenuGroup {
  const { viewing } = stage;
  const many = (stage.board.active.shown?.frames.length ?? 0) > 1;
  return {
    title: words.picture,
    items: [
      {
        label: words.invert,
        key: 'I',
        kind: 'checkbox',
        checked: stage.view.inverted ?? false,
        act: () => viewing.invert(),
      },
      ...(many ? [{ label: words.cine, key: words.spaceKey, act: () => viewing.cine() }] : []),
    ],
  };
}
