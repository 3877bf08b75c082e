import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Header } from '../../dicom/headerTree.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { VeritomeElement } from '../element.js';
import styles from './header.styles.js';
import { lineOf, nameOf, type Row, rowsOf, search } from './rows.js';

/** Height of a row in CSS pixels: rows out of sight are not there. */
const ROW = 24;
/** Rows drawn beyond the edges of what is in sight. */
const BEYOND = 8;
const PAGE = 10;
/** Quiet time before what is typed is searched for. */
const TYPING_MS = 150;

/**
 * The attributes of the file of one slice: a tree to look through and to search. What it
 * shows stays here: nothing goes into an address, a title or a storage.
 *
 * @summary The attributes of a slice's file, as a tree that can be searched.
 * @tag veritome-header
 *
 * @csspart rows - The scrolled list of attributes.
 */
export class VeritomeHeader extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  /** The slice or picture whose file is read. */
  @property({ attribute: false }) frame: Shown | undefined;

  @state() private header: Header | undefined;
  @state() private failed = false;
  @state() private wanted = '';
  @state() private rows: readonly Row[] = [];
  @state() private active = 0;
  @state() private first = 0;
  @state() private fitting = 40;

  @query('.rows') private readonly list!: HTMLElement | null;

  readonly #open = new Set<Row['node']>();
  #part10: Uint8Array | undefined;
  #reading = 0;
  #searching: AbortController | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#searching?.abort();
    clearTimeout(this.#typing);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('frame') || this.frame?.part10 === this.#part10) return;
    this.#part10 = this.frame?.part10;
    this.header = undefined;
    this.failed = false;
    this.rows = [];
    if (this.#part10) this.#read(this.#part10);
  }

  protected override updated(): void {
    const { list } = this;
    const body = list?.querySelector<HTMLElement>('.body');
    if (!list || !body) return;
    this.fitting = Math.ceil(list.clientHeight / ROW);
    const below = Math.max(0, this.rows.length - this.#last);
    body.style.setProperty('padding-top', `${this.first * ROW}px`);
    body.style.setProperty('padding-bottom', `${below * ROW}px`);
  }

  protected override render(): TemplateResult {
    const { words, header, frame, rows, active } = this;
    if (!frame?.part10) return html`<p class="quiet">${words.headerNone}</p>`;
    if (this.failed) return html`<p role="alert">${words.headerFailed}</p>`;
    if (!header) return html`<p class="quiet" role="status">${words.headerReading}</p>`;
    const chosen = rows[active];
    return html`
      ${isOfSource(frame, header) ? html`<p class="quiet">${words.headerOfSource}</p>` : nothing}
      <div class="bar">
        <input
          type="search"
          aria-label=${words.headerSearch}
          placeholder=${words.headerSearch}
          autocomplete="off"
          @input=${this.#onType}
        />
        <span class="count" role="status">${words.headerFound(rows.length)}</span>
      </div>
      <div
        class="rows"
        part="rows"
        role="treegrid"
        tabindex="0"
        aria-label=${words.headerTree}
        aria-readonly="true"
        aria-rowcount=${rows.length}
        aria-activedescendant=${chosen ? `row-${active}` : nothing}
        @keydown=${this.#onKey}
        @scroll=${this.#onScroll}
      >
        <div class="body" role="presentation">
          ${rows.slice(this.first, this.#last).map((row, i) => this.#renderRow(row, this.first + i))}
        </div>
      </div>
      ${chosen ? this.#renderWhole(chosen) : nothing}
    `;
  }

  get #last(): number {
    return Math.min(this.rows.length, this.first + this.fitting + 2 * BEYOND);
  }

  #renderRow(row: Row, at: number): TemplateResult {
    const { words, active } = this;
    const { node, level, expanded } = row;
    const twist = expanded === undefined ? '' : expanded ? '▾' : '▸';
    return html`<div
      id="row-${at}"
      class="row level-${Math.min(level, 6)} ${at === active ? 'active' : ''} ${node.isPrivate ? 'private' : ''}"
      role="row"
      aria-level=${level}
      aria-rowindex=${at + 1}
      aria-selected=${at === active}
      aria-expanded=${expanded ?? nothing}
      @click=${() => this.#choose(at, true)}
    >
      <span role="gridcell" class="tag">${node.tag}</span>
      <span role="gridcell" class="vr">${node.vr}</span>
      <span role="rowheader" class="name"
        ><span class="twist" aria-hidden="true">${twist}</span>${nameOf(node, words)}</span
      >
      <span role="gridcell">${node.item === undefined ? lineOf(node.value, words) : ''}</span>
    </div>`;
  }

  /** All of a value that its line cuts. */
  #renderWhole({ node }: Row): TemplateResult | typeof nothing {
    const { value } = node;
    if (value.kind !== 'text' || value.text.length < 40) return nothing;
    const { words } = this;
    const more = value.length > value.text.length ? ` ${words.headerCut(String(value.length))}` : '';
    return html`<pre class="whole" tabindex="0" role="region" aria-label=${nameOf(node, words)}>${value.text}${more}</pre>`;
  }

  async #read(part10: Uint8Array): Promise<void> {
    const turn = ++this.#reading;
    try {
      const { readHeader } = await import('../../dicom/headerTree.js');
      const header = await readHeader(part10);
      if (turn !== this.#reading) return;
      this.#open.clear();
      this.header = header;
      await this.#list();
    } catch {
      // What is wrong with the file was said when it was opened; here there is nothing to show.
      if (turn === this.#reading) this.failed = true;
    }
  }

  /** Makes the rows anew: of the tree, or of what is searched for. */
  async #list(): Promise<void> {
    this.#searching?.abort();
    const nodes = this.header?.nodes ?? [];
    if (this.wanted.trim() === '') this.rows = rowsOf(nodes, this.#open);
    else {
      this.#searching = new AbortController();
      const found = await search(nodes, this.wanted, this.#searching.signal);
      if (!found) return;
      this.rows = found;
    }
    this.active = Math.min(this.active, Math.max(0, this.rows.length - 1));
  }

  #onType(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.wanted = value;
      this.active = 0;
      if (this.list) this.list.scrollTop = 0;
      this.#list();
    }, TYPING_MS);
  }

  readonly #onScroll = (): void => {
    this.first = Math.max(0, Math.floor((this.list?.scrollTop ?? 0) / ROW) - BEYOND);
  };

  #onKey(event: KeyboardEvent): void {
    const { rows, active } = this;
    const row = rows[active];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const to: Record<string, number | undefined> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE,
      PageUp: active - PAGE,
      Home: 0,
      End: rows.length - 1,
      ArrowLeft: row.expanded ? active : row.parent && rows.indexOf(row.parent),
      ArrowRight: row.expanded === false ? active : row.expanded ? active + 1 : undefined,
    };
    if (event.key === 'Enter' || event.key === ' ') this.#choose(active, true);
    else if (!(event.key in to)) return;
    else {
      const turns =
        event.key === 'ArrowLeft'
          ? row.expanded === true
          : event.key === 'ArrowRight' && row.expanded === false;
      this.#choose(to[event.key] ?? active, turns);
    }
    event.preventDefault();
  }

  /** Goes to a row, and opens or closes it where there is something to open. Results of a search are open. */
  #choose(at: number, turn: boolean): void {
    this.active = Math.min(this.rows.length - 1, Math.max(0, at));
    const { node, expanded } = this.rows[this.active];
    if (turn && expanded !== undefined && this.wanted.trim() === '') {
      if (expanded) this.#open.delete(node);
      else this.#open.add(node);
      this.#list();
    }
    const { list } = this;
    if (!list) return;
    const top = this.active * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
    this.#onScroll();
  }
}

/** True where the file is that of another instance: the slice was made from it and has none yet. */
function isOfSource(frame: Shown, { sopInstanceUID }: Header): boolean {
  return isMarked(frame) && frame.instance.sopInstanceUID !== sopInstanceUID;
}
