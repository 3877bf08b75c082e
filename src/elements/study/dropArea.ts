/**
 * The place to drop files on, with the buttons that open a picker, and how far reading has come.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../job.js';
import type { Words } from '../words/words.js';

export interface DropArea {
  readonly words: Words;
  /** There is no study yet. */
  readonly first: boolean;
  /** Something is held over the area. */
  readonly over: boolean;
  readonly progress: Progress | undefined;
  readonly pick: (kind: 'files' | 'folder') => void;
  /** Opens the sample; undefined where there is none. */
  readonly openSample: (() => void) | undefined;
  readonly cancel: () => void;
  readonly onOver: (over: boolean) => void;
  readonly onDrop: (dropped: DataTransfer | null) => void;
  /** Files were picked. They are to be read from the list before this returns. */
  readonly onFiles: (files: FileList) => void;
}

export function renderDropArea(area: DropArea): TemplateResult {
  const { words, first, over, progress, pick, openSample } = area;
  const onFiles = (event: Event) => {
    const input = event.target as HTMLInputElement;
    if (input.files && input.files.length > 0) area.onFiles(input.files);
    input.value = '';
  };
  return html`
    <div
      class="drop ${first ? 'first' : ''} ${over ? 'over' : ''}"
      part="drop"
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        area.onOver(true);
      }}
      @dragleave=${() => area.onOver(false)}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        event.stopPropagation();
        area.onDrop(event.dataTransfer);
      }}
    >
      ${
        first
          ? html`<strong>${words.dropTitle}</strong><span class="quiet">${words.dropHint}</span>`
          : html`<span class="quiet">${words.dropMore}</span>`
      }
      <div class="row">
        <button type="button" @click=${() => pick('files')}>${words.openFiles}</button>
        <button type="button" @click=${() => pick('folder')}>${words.openFolder}</button>
        ${
          first && openSample
            ? html`<button type="button" class="primary" @click=${openSample}>${words.openSample}</button>`
            : nothing
        }
      </div>
      <input id="files" type="file" multiple hidden aria-label=${words.openFiles} @change=${onFiles} />
      <input id="folder" type="file" webkitdirectory hidden aria-label=${words.openFolder} @change=${onFiles} />
      ${progress ? renderReading(progress, words, area.cancel) : nothing}
    </div>
  `;
}

function renderReading({ done, total }: Progress, words: Words, cancel: () => void): TemplateResult {
  return html`<div class="reading figures" role="status">
    <span>${words.loading} ${total > 0 ? words.sliceOf(done, total) : ''}</span>
    <progress aria-label=${words.loading} max=${total || 1} .value=${done}></progress>
    <button type="button" @click=${cancel}>${words.cancel}</button>
  </div>`;
}
