import { css } from 'lit';

export default css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-height: 160px;
    min-width: 0;
    color: var(--_text);
    background: var(--_panel);
    line-height: 24px;
    container-type: inline-size;
  }
  .bar {
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .bar input {
    flex: 1;
    min-width: 0;
    min-height: 28px;
    padding: 2px 8px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_background);
  }
  .quiet,
  .count {
    color: var(--_quiet);
  }
  .rows {
    flex: 1;
    min-height: 96px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 6px;
    outline-offset: 2px;
  }
  .rows:focus-visible {
    outline: 2px solid var(--_focus);
  }
  .row {
    display: grid;
    grid-template-columns: 104px 36px minmax(140px, 1fr) minmax(0, 2fr);
    gap: 10px;
    height: 24px;
    padding: 0 8px;
    white-space: nowrap;
    cursor: default;
  }
  .row > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .row.active {
    box-shadow: inset 0 0 0 1px var(--_edge);
  }
  .rows:focus-visible .row.active {
    box-shadow: inset 0 0 0 2px var(--_focus);
  }
  .tag,
  .vr {
    font-family: ui-monospace, monospace;
    color: var(--_quiet);
  }
  .twist {
    display: inline-block;
    width: 16px;
    color: var(--_quiet);
  }
  .level-2 .name { padding-left: 16px; }
  .level-3 .name { padding-left: 32px; }
  .level-4 .name { padding-left: 48px; }
  .level-5 .name { padding-left: 64px; }
  .level-6 .name { padding-left: 80px; }
  .private .name { font-style: italic; }
  .whole {
    max-height: 96px;
    overflow: auto;
    margin: 0;
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    font: 12px / 18px ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  @container (max-width: 480px) {
    .row { grid-template-columns: 84px minmax(90px, 1fr) minmax(0, 1fr); }
    .vr { display: none; }
  }
`;
