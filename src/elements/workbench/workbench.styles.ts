import { css } from 'lit';

export default css`
  :host {
    display: block;
    position: relative;
    min-width: 320px;
    min-height: 420px;
    background: var(--_background);
    container-type: inline-size;
    overflow: hidden;
  }
  .bench {
    display: grid;
    grid-template: minmax(0, 1fr) auto / 264px minmax(0, 1fr) 312px;
    grid-template-areas: 'study centre panel' 'status status status';
    height: 100%;
  }
  .place.study {
    grid-area: study;
    border-right: 1px solid var(--_line);
  }
  .place.panel {
    grid-area: panel;
    border-left: 1px solid var(--_line);
  }
  .place {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_panel);
  }
  .place.study veritome-study {
    flex: 1;
  }
  .brand {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 48px;
    padding: 0 16px;
    border-bottom: 1px solid var(--_line);
    font-weight: 600;
    letter-spacing: 0.01em;
  }
  .centre {
    grid-area: centre;
    position: relative;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .stage {
    position: relative;
    flex: 1;
    min-height: 0;
    background: #000;
  }
  .stage > veritome-viewport,
  .stage > veritome-compare {
    position: absolute;
    inset: 0;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 10px;
    padding: 24px;
    color: #c3ccd6;
    text-align: center;
  }
  .empty strong {
    font-size: 17px;
    line-height: 24px;
    font-weight: 600;
  }
  .empty .quiet {
    max-width: 40ch;
    color: #8b96a3;
  }
  .empty .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: center;
    margin-top: 6px;
  }
  .empty button {
    border-color: #4a545f;
    color: #d8dee6;
  }
  .empty button.primary {
    border-color: #6cb2ff;
    color: #6cb2ff;
  }
  .empty progress {
    width: 200px;
    background: #232a32;
  }
  .over .stage::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_focus);
    pointer-events: none;
  }
  .fault {
    position: absolute;
    z-index: 4;
    left: 12px;
    right: 12px;
    bottom: 12px;
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px 12px;
    max-width: 560px;
    margin: 0 auto;
    padding: 12px;
    border: 1px solid var(--_line);
    border-left: 3px solid var(--_altered);
    border-radius: var(--_radius);
    background: var(--_panel);
    overflow-wrap: anywhere;
  }
  .fault > div {
    grid-column: 1;
  }
  .fault > button {
    grid-column: 2;
    grid-row: 1 / span 3;
    align-self: start;
  }
  .tabs {
    display: flex;
    min-height: 48px;
    padding: 0 8px;
    border-bottom: 1px solid var(--_line);
  }
  .tabs [role='tab'] {
    padding: 0 12px;
    border: 0;
    border-radius: 0;
    border-bottom: 2px solid transparent;
    color: var(--_quiet);
  }
  .tabs [role='tab']:focus-visible {
    outline-offset: -3px;
  }
  .tabs [role='tab'][aria-selected='true'] {
    border-bottom-color: var(--_text);
    color: var(--_text);
    font-weight: 600;
  }
  .tabs .close {
    margin-left: auto;
  }
  [role='tabpanel'] {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  [role='tabpanel'][hidden] {
    display: none;
  }
  .shown {
    padding: 16px;
    border-bottom: 1px solid var(--_line);
  }
  .shown h2 {
    margin: 0 0 8px;
    font-size: 13px;
    line-height: 16px;
  }
  .shown p {
    margin: 0 0 8px;
  }
  .shown p:last-child {
    margin: 0;
  }
  .shown .generated {
    display: inline-block;
    line-height: 16px;
  }
  .shown dl {
    display: grid;
    gap: 6px;
    margin: 0;
  }
  .shown dl > div {
    display: grid;
    grid-template-columns: 88px 1fr;
    gap: 12px;
  }
  .shown dt {
    color: var(--_quiet);
  }
  .shown dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .status {
    grid-area: status;
    display: flex;
    gap: 16px;
    align-items: center;
    min-height: 32px;
    padding: 2px 12px;
    border-top: 1px solid var(--_line);
    background: var(--_panel);
    color: var(--_quiet);
    font-size: 12px;
    white-space: nowrap;
  }
  .status .gap {
    flex: 1;
  }
  .status .device {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .status .job {
    color: var(--_text);
  }
  .status progress {
    width: 120px;
  }
  .status button {
    min-height: 24px;
    padding: 0 10px;
    color: var(--_text);
  }
  dialog {
    max-width: min(420px, calc(100vw - 32px));
    padding: 20px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_panel);
    color: var(--_text);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 60%);
  }
  dialog h2 {
    margin: 0 0 12px;
    font-size: 15px;
    line-height: 20px;
  }
  dialog dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 6px 20px;
    margin: 0 0 16px;
  }
  dialog dt {
    color: var(--_quiet);
  }
  dialog dd {
    margin: 0;
  }
  .veil {
    display: none;
  }

  @container (max-width: 900px) {
    .bench {
      grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
      grid-template-areas: 'centre' 'status';
    }
    .place.study,
    .place.panel {
      position: absolute;
      z-index: 7;
      inset-block: 0 33px;
      width: min(320px, 88cqw);
      visibility: hidden;
    }
    .place.study {
      left: 0;
    }
    .place.panel {
      right: 0;
    }
    .place.drawn {
      visibility: visible;
    }
    .veil.drawn {
      display: block;
      position: absolute;
      z-index: 6;
      inset: 0 0 33px;
      background: rgb(0 0 0 / 55%);
    }
  }
  @container (max-width: 560px) {
    .place.panel {
      inset: auto 0 33px;
      width: auto;
      max-height: 70%;
      border-left: 0;
      border-top: 1px solid var(--_line);
      border-radius: 10px 10px 0 0;
      overflow: hidden;
    }
    .status {
      gap: 10px;
    }
    .status progress,
    .status .memory {
      display: none;
    }
  }
`;
