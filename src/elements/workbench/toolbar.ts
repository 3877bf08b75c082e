/**
 * The tool bar over the stage: what a drag does, the window, the comparison, and the
 * rest that a reader without the keys needs.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { COMPARISONS, type Comparison } from '../compare/compare.js';
import { presetsOf } from '../stage/windows.js';
import type { Tool } from '../viewport/gestures.js';
import type { Words } from '../words/words.js';
import { type IconName, icon } from './icons.js';
import type { Stage } from './stage.js';

export type Mode = 'single' | Comparison;

/** What the menu saves as. */
export type SaveFormat = 'dicom' | 'secondary-capture' | 'png' | 'jpeg';

export interface Toolbar {
  readonly words: Words;
  readonly stage: Stage;
  readonly saving: boolean;
  readonly save: (format: SaveFormat) => void;
  /** Absent where there is no archive, or nothing for it. */
  readonly send?: () => void;
  readonly showKeys: () => void;
  readonly openDrawer: (drawer: 'study' | 'panel') => void;
}

/** The shape of a region is chosen beside its figures. */
const TOOLS = ['window', 'pan', 'zoom', 'scroll', 'circle'] as const;

export function renderToolbar(bar: Toolbar): TemplateResult {
  const { words, stage } = bar;
  const { series } = stage;
  return html`
    <div class="toolbar">
      ${button('study', words.study, () => bar.openDrawer('study'), 'narrow')}
      ${series ? renderTools(bar) : nothing}
      ${series ? renderPresets(bar) : nothing}
      ${button('panel', words.panels, () => bar.openDrawer('panel'), 'narrow panel')}
      ${stage.pair ? renderModes(bar) : nothing}
      <span class="space"></span>
      <span class="segment">
        ${
          series
            ? html`${toggle('invert', words.invert, stage.view.inverted ?? false, () => stage.invert())}
              ${series.frames.length > 1 ? button('cine', words.cine, () => stage.cine()) : nothing}
              ${button('reset', words.reset, () => stage.reset())}`
            : nothing
        }
        ${button('keys', words.keys, bar.showKeys, 'keyboard')}
      </span>
      ${series ? renderSave(bar) : nothing}
    </div>
  `;
}

function renderTools({ words, stage }: Toolbar): TemplateResult {
  const held = stage.tool === 'rectangle' ? 'circle' : stage.tool;
  const choose = (tool: Tool) => () => {
    stage.tool = tool;
  };
  return html`
    <span class="segment" role="group" aria-label=${words.tools}>
      ${TOOLS.map((one) => toggle(one, words.tool[one], one === held, choose(one)))}
    </span>
  `;
}

function renderModes({ words, stage }: Toolbar): TemplateResult {
  const choose = (mode: Mode) => () => {
    stage.mode = mode;
  };
  const names: Record<Mode, string> = {
    single: words.single,
    curtain: words.curtain,
    'side-by-side': words.sideBySide,
    flicker: words.flicker,
    difference: words.difference,
  };
  return html`
    <span class="segment" role="group" aria-label=${words.comparisons}>
      ${(['single', ...COMPARISONS] as const).map((one) =>
        toggle(one, names[one], one === stage.mode, choose(one)),
      )}
      ${toggle('guard', words.guard, stage.overlay === 'guard', () => stage.toggleGuard())}
    </span>
  `;
}

/** The value is the preset's key, `own`, `full`, or empty for a window set by hand. */
function renderPresets({ words, stage }: Toolbar): TemplateResult {
  const presets = presetsOf(stage.series);
  const { windowCenter: center, windowWidth: width } = stage.view;
  const found = presets.find(({ window }) => window.center === center && window.width === width);
  const current = center === undefined ? 'own' : (found?.key ?? '');
  return html`
    <select
      class="preset"
      aria-label=${words.preset}
      @change=${(event: Event) => stage.setPreset((event.target as HTMLSelectElement).value)}
    >
      <option value="own" .selected=${current === 'own'}>${words.presetOwn}</option>
      ${presets.map(
        ({ key, name }) =>
          html`<option value=${key} .selected=${current === key}>${key} ${words.presets[name] ?? name}</option>`,
      )}
      <option value="full">${words.presetFull}</option>
      ${current === '' ? html`<option value="" .selected=${true}>${words.presetOther}</option>` : nothing}
    </select>
  `;
}

function renderSave({ words, saving, save, send }: Toolbar): TemplateResult {
  const choose = (format: SaveFormat) => (event: Event) => {
    (event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
    save(format);
  };
  return html`
    <details class="menu" @focusout=${closeWhenLeft} @keydown=${closeOnEscape}>
      <summary class="button" aria-label=${words.save} title=${words.save}>
        ${icon('save')}<span class="word">${saving ? words.saving : words.save}</span>
      </summary>
      <div class="items">
        <button type="button" ?disabled=${saving} @click=${choose('dicom')}>${words.saveDicom}</button>
        <button type="button" ?disabled=${saving} @click=${choose('png')}>${words.savePng}</button>
        <button type="button" ?disabled=${saving} @click=${choose('jpeg')}>${words.saveJpeg}</button>
        <button type="button" ?disabled=${saving} @click=${choose('secondary-capture')}>
          ${words.saveCapture}
        </button>
        ${
          send
            ? html`<button type="button" ?disabled=${saving} @click=${send}>${words.pacsSend}</button>`
            : nothing
        }
      </div>
    </details>
  `;
}

function toggle(name: IconName, label: string, pressed: boolean, act: () => void): TemplateResult {
  return html`<button
    type="button"
    class="tool"
    aria-pressed=${pressed}
    aria-label=${label}
    title=${label}
    @click=${act}
  >
    ${icon(name)}
  </button>`;
}

function button(name: IconName, label: string, act: () => void, kind = ''): TemplateResult {
  return html`<button type="button" class="tool ${kind}" aria-label=${label} title=${label} @click=${act}>
    ${icon(name)}
  </button>`;
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
  event.stopPropagation();
}
