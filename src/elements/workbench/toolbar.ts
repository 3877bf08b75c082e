/**
 * The tool bar over the stage: what a drag does, the window, the comparison, and the
 * rest that a reader without the keys needs.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { COMPARISONS, type Comparison } from '../compare/modes.js';
import { presetsOf } from '../stage/windows.js';
import type { Words } from '../words/words.js';
import { type IconName, icon } from './icons.js';
import { LAYOUTS } from './layout.js';
import { renderMenu } from './menu.js';
import { renderMore } from './moreMenu.js';
import type { Stage, StageTool } from './stage.js';

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
  /** Tag of the words at hand. */
  readonly language: string;
  readonly speak: (language: string) => void;
  readonly openDrawer: (drawer: 'study' | 'panel') => void;
}

/** The shape of a region is chosen beside its figures. */
const TOOLS = ['window', 'pan', 'zoom', 'scroll', 'circle'] as const;

export function renderToolbar(bar: Toolbar): TemplateResult {
  const { words, stage } = bar;
  const { series } = stage;
  const open = stage.board.visible.some(({ shown }) => shown);
  return html`
    <div class="toolbar">
      ${button('study', words.study, () => bar.openDrawer('study'), 'narrow')}
      ${open ? renderTools(bar) : nothing}
      ${series ? renderPresets(bar) : nothing}
      ${button('panel', words.panels, () => bar.openDrawer('panel'), 'narrow panel')}
      ${stage.pair ? renderModes(bar) : nothing}
      <span class="space"></span>
      <span class="segment">
        ${open ? renderLayouts(bar) : nothing}
        ${
          series && !stage.lookedAt
            ? toggle('planes', words.planesTool, stage.board.inPlanes, () => stage.arranging.togglePlanes())
            : nothing
        }
        ${open ? button('reset', words.reset, () => stage.viewing.reset(), 'again') : nothing}
        ${renderMore(bar)}
        ${series && !stage.lookedAt ? renderSave(bar) : nothing}
      </span>
    </div>
  `;
}

function renderTools({ words, stage }: Toolbar): TemplateResult {
  const held = stage.tool === 'rectangle' ? 'circle' : stage.tool;
  const choose = (tool: StageTool) => () => {
    stage.tool = tool;
  };
  return html`
    <span class="segment" role="group" aria-label=${words.tools}>
      ${TOOLS.map((one) => toggle(one, words.tool[one], one === held, choose(one)))}
      ${
        stage.board.inPlanes
          ? toggle('crosshair', words.crosshairTool, held === 'crosshair', choose('crosshair'))
          : nothing
      }
    </span>
  `;
}

function renderLayouts({ words, stage: { arranging, board } }: Toolbar): TemplateResult {
  return renderMenu({
    id: 'layout',
    label: words.layout,
    face: icon('layout'),
    groups: [
      {
        title: '',
        items: LAYOUTS.map((layout) => ({
          label: words.layouts[layout],
          kind: 'radio',
          checked: !board.inPlanes && board.layout === layout,
          act: () => arranging.arrange(layout),
        })),
      },
    ],
  });
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
    blend: words.blend,
    difference: words.difference,
  };
  return html`
    <span class="segment" role="group" aria-label=${words.comparisons}>
      ${(['single', ...COMPARISONS] as const).map((one) =>
        toggle(one, names[one], one === (stage.comparing ? stage.mode : 'single'), choose(one)),
      )}
      ${toggle('guard', words.guard, stage.overlay === 'guard', () => stage.viewing.toggleGuard())}
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
      @change=${(event: Event) => stage.viewing.setPreset((event.target as HTMLSelectElement).value)}
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
  const item = (label: string, format: SaveFormat) => ({ label, disabled: saving, act: () => save(format) });
  return renderMenu({
    id: 'save',
    label: saving ? words.saving : words.save,
    face: html`${icon('save')}<span class="word">${saving ? words.saving : words.save}</span>`,
    groups: [
      {
        title: '',
        items: [
          item(words.saveDicom, 'dicom'),
          item(words.savePng, 'png'),
          item(words.saveJpeg, 'jpeg'),
          item(words.saveCapture, 'secondary-capture'),
          ...(send ? [{ label: words.pacsSend, disabled: saving, act: send }] : []),
        ],
      },
    ],
  });
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
