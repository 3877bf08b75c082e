/**
 * A button that opens a menu (WAI-ARIA menu button pattern): arrows, Home, End and first
 * letters walk through it, Escape and Tab close it, and the button has the focus again.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';

export interface MenuItem {
  readonly label: string;
  /** Language of the label, where it is not that of the page. */
  readonly lang?: string;
  /** Key that does the same, as it is written on it. */
  readonly key?: string;
  /** One of a group, or a switch; a plain action when absent. */
  readonly kind?: 'radio' | 'checkbox';
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly act: () => void;
}

/** Items under one heading; the heading is only heard when empty. */
export interface MenuGroup {
  readonly title: string;
  readonly items: readonly MenuItem[];
}

export interface Menu {
  readonly id: string;
  readonly label: string;
  /** What the button shows. */
  readonly face: TemplateResult;
  readonly groups: readonly MenuGroup[];
}

export function renderMenu({ id, label, face, groups }: Menu): TemplateResult {
  return html`<div class="menu" data-menu=${id} @focusout=${closeWhenLeft} @keydown=${onKey}>
    <button
      type="button"
      class="tool"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-controls="menu-${id}"
      aria-label=${label}
      title=${label}
      @click=${toggle}
    >
      ${face}
    </button>
    <div class="items" id="menu-${id}" role="menu" aria-label=${label} hidden>
      ${groups.map(
        ({ title, items }) => html`<div role="group" aria-label=${title || nothing}>
          ${title ? html`<div class="title" aria-hidden="true">${title}</div>` : nothing}
          ${items.map(renderItem)}
        </div>`,
      )}
    </div>
  </div>`;
}

function renderItem({ label, lang, key, kind, checked, disabled, act }: MenuItem): TemplateResult {
  return html`<button
    type="button"
    role=${kind ? `menuitem${kind}` : 'menuitem'}
    aria-checked=${kind ? String(checked ?? false) : nothing}
    aria-label=${label}
    lang=${lang ?? nothing}
    aria-disabled=${disabled ? 'true' : nothing}
    tabindex="-1"
    @click=${(event: Event) => {
      if (disabled) return;
      close(menuOf(event));
      act();
    }}
  >
    <span class="check" aria-hidden="true">${kind && checked ? (kind === 'radio' ? '•' : '✓') : ''}</span>
    <span class="what">${label}</span>
    ${key ? html`<kbd aria-hidden="true" data-key=${key}></kbd>` : nothing}
  </button>`;
}

function menuOf(event: Event): HTMLElement {
  return (event.currentTarget as HTMLElement).closest<HTMLElement>('.menu') as HTMLElement;
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function isOpen(menu: HTMLElement): boolean {
  return !menu.querySelector<HTMLElement>('.items')?.hidden;
}

function open(menu: HTMLElement, at: 'first' | 'last'): void {
  const items = menu.querySelector<HTMLElement>('.items');
  if (!items) return;
  items.hidden = false;
  menu.querySelector('button')?.setAttribute('aria-expanded', 'true');
  itemsOf(menu)
    .at(at === 'first' ? 0 : -1)
    ?.focus();
}

function close(menu: HTMLElement): void {
  const items = menu.querySelector<HTMLElement>('.items');
  if (!items || items.hidden) return;
  const inside = menu.contains((menu.getRootNode() as ShadowRoot).activeElement);
  const button = menu.querySelector<HTMLElement>('button');
  // First the focus: hiding the focused item would lose it.
  if (inside) button?.focus();
  items.hidden = true;
  button?.setAttribute('aria-expanded', 'false');
}

function toggle(event: Event): void {
  const menu = menuOf(event);
  if (isOpen(menu)) close(menu);
  else open(menu, 'first');
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLElement;
  if (!menu.contains(event.relatedTarget as Node | null)) close(menu);
}

function onKey(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (!isOpen(menu)) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    open(menu, event.key === 'ArrowDown' ? 'first' : 'last');
  } else if (event.key === 'Escape') close(menu);
  else if (event.key === 'Tab') {
    close(menu);
    return;
  } else if (!walk(menu, event.key)) {
    // Letters in a menu are its own: none of the page's keys acts behind it.
    event.stopPropagation();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Moves through an open menu; returns whether the key meant something. */
function walk(menu: HTMLElement, key: string): boolean {
  const items = itemsOf(menu);
  const at = items.indexOf((menu.getRootNode() as ShadowRoot).activeElement as HTMLElement);
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  let to = moves[key];
  if (to === undefined && /^\p{L}$/u.test(key)) {
    const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    const found = rest.find((item) => labelOf(item).startsWith(key.toLowerCase()));
    if (found) to = items.indexOf(found);
  }
  if (to === undefined) return false;
  items.at(to % items.length)?.focus();
  return true;
}

function labelOf(item: HTMLElement): string {
  return item.querySelector('.what')?.textContent?.trim().toLowerCase() ?? '';
}
