/**
 * The places of the page, and how they fold when it is narrow.
 *
 * @module
 */
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
  .place.study .list {
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
    width: min(820px, 94vw);
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
    grid-template-columns: auto 1fr auto 1fr;
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

  @container (max-width: 1180px) {
    .bench {
      grid-template-columns: 204px minmax(0, 1fr) 276px;
    }
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
    dialog dl {
      grid-template-columns: auto 1fr;
    }
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
