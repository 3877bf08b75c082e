import { css } from 'lit';
import measure from '../measure/figures.styles.js';

export default [
  measure,
  css`
  :host {
    display: grid;
    gap: 16px;
    padding: 16px;
    background: var(--_panel);
  }
  form,
  section {
    display: grid;
    gap: 16px;
    min-width: 0;
  }
  section {
    gap: 8px;
    padding-top: 16px;
    border-top: 1px solid var(--_line);
  }
  .dial,
  .field {
    display: grid;
    gap: 4px;
  }
  p.hint {
    margin: 4px 0;
  }
  .models {
    display: grid;
    gap: 4px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .models .head {
    padding: 0;
    margin-bottom: 4px;
  }
  .model {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 8px;
    padding: 6px 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    cursor: pointer;
  }
  .model:has(:checked) {
    border-color: var(--_edge);
  }
  .model:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  .model input {
    width: 16px;
    height: 16px;
    margin: 0;
    outline: none;
    accent-color: var(--_focus);
  }
  .model > span {
    display: grid;
    gap: 2px;
    min-width: 0;
  }
  .bring {
    display: grid;
    gap: 4px;
    justify-items: start;
  }
  .bring .failed {
    color: var(--_altered);
  }
  .bring .hint {
    overflow-wrap: anywhere;
  }
  .origin {
    color: var(--_text);
  }
  .ends {
    display: flex;
    justify-content: space-between;
  }
  .actions {
    display: grid;
    gap: 8px;
  }
  .actions button {
    width: 100%;
    min-height: 36px;
  }
  .actions .hint:empty {
    display: none;
  }
  .running {
    display: grid;
    gap: 6px;
  }
  .running .head {
    font-weight: 400;
  }
  .flag {
    color: var(--_guard);
  }
  .flagged {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    max-height: 132px;
    margin: 0;
    padding: 2px;
    overflow: auto;
    list-style: none;
  }
  .flagged button {
    min-height: 28px;
    padding: 2px 8px;
    border-color: var(--_edge);
    font-size: 12px;
  }
  .flagged button[aria-current='true'] {
    border-color: var(--_focus);
    color: var(--_focus);
  }
  .use {
    padding-top: 12px;
    border-top: 1px solid var(--_line);
  }
  .use ul {
    margin: 4px 0 0;
    padding-left: 16px;
    color: var(--_quiet);
    font-size: 12px;
  }
  summary {
    min-height: 24px;
    padding: 4px 0;
    color: var(--_quiet);
    cursor: pointer;
  }
`,
];
