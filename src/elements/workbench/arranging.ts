/**
 * What bars and keys do to the places on the stage; each change is said.
 *
 * @module
 */
import { SECTIONS } from '../../image/grid.js';
import type { SpacingNote } from '../../image/series.js';
import type { Words } from '../words/words.js';
import type { Facing } from './cell.js';
import { countOf, LAYOUTS, type Layout } from './layout.js';
import type { Links } from './linking.js';
import type { Stage } from './stage.js';

export const FACINGS: readonly Facing[] = ['acquired', ...SECTIONS];

export class Arranging {
  readonly #stage: Stage;
  readonly #words: () => Words;

  constructor(stage: Stage, words: () => Words) {
    this.#stage = stage;
    this.#words = words;
  }

  arrange(layout: Layout): void {
    this.#stage.leavePlanes();
    this.#stage.board.arrange(layout);
    this.#say(this.#words().layoutSet(countOf(layout)));
  }

  nextLayout(): void {
    const at = LAYOUTS.indexOf(this.#stage.board.layout);
    this.arrange(LAYOUTS[(at + 1) % LAYOUTS.length]);
  }

  /** Takes the keyboard to the next viewport, or to the one before. */
  step(by: 1 | -1): void {
    const { board } = this.#stage;
    board.step(by);
    this.#stage.activate(board.active);
    const { visible, active } = board;
    this.#say(this.#words().viewportOf(visible.indexOf(active) + 1, visible.length));
    this.#stage.focusActive();
  }

  /** Axial, coronal and sagittal planes of the chosen series, or back. */
  togglePlanes(): void {
    const words = this.#words();
    if (this.#stage.board.inPlanes) {
      this.#stage.leavePlanes();
      this.#say(words.layoutSet(countOf(this.#stage.board.layout)));
    } else if (this.#stage.enterPlanes()) {
      this.#say([words.planesTool, ...notesOnPlanes(this.#stage.series?.notes ?? [], words)].join('. '));
    } else this.#say(words.planesRefused);
  }

  /** Shows the active viewport from another side; the comparison needs the slices as they are. */
  face(facing: Facing): void {
    const { board } = this.#stage;
    const words = this.#words();
    this.#say(board.face(board.active, facing) ? words.facings[facing] : words.planesRefused);
  }

  nextFacing(): void {
    const at = FACINGS.indexOf(this.#stage.board.active.facing);
    this.face(FACINGS[(at + 1) % FACINGS.length]);
  }

  toggle(link: keyof Links): void {
    const { board } = this.#stage;
    board.link({ [link]: !board.links[link] });
    const { slices, byHand } = board.links;
    const words = this.#words();
    if (link === 'slices' || link === 'byHand') {
      this.#say(byHand ? words.linkedByHand : slices ? words.linked : words.unlinked);
    }
  }

  toggleLines(): void {
    const { board } = this.#stage;
    board.showLines(!board.lines);
  }

  #say(text: string): void {
    this.#stage.say(() => text);
  }
}

/** What the reader must know of the planes of a stack. */
export function notesOnPlanes(notes: readonly SpacingNote[], words: Words): string[] {
  const kinds = new Set(notes.map(({ kind }) => kind));
  return [
    ...(kinds.has('gap') ? [words.planesSparse] : []),
    ...(kinds.has('tilted') ? [words.planesTilted] : []),
    ...(kinds.has('uneven') ? [words.planesUneven] : []),
  ];
}
