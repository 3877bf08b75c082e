import { css } from 'lit';

export default css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 12px;
    background: var(--_panel);
    overflow: auto;
  }
  .drop {
    display: flex;
    flex-direction: column;
    gap: 8px;
    align-items: stretch;
    padding: 12px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_radius);
  }
  .drop.first {
    padding-block: 28px;
    text-align: center;
  }
  .drop.over {
    border-color: var(--_focus);
    border-style: solid;
  }
  .drop strong {
    font-size: 15px;
    line-height: 20px;
    font-weight: 600;
  }
  .row {
    display: flex;
    gap: 8px;
    flex-wrap: wrap;
    justify-content: center;
  }
  .row button {
    flex: 1 1 0;
    white-space: nowrap;
    padding-inline: 8px;
  }
  .reading {
    display: grid;
    gap: 6px;
  }
  ul {
    display: flex;
    flex-direction: column;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  h2 {
    margin: 0;
    color: var(--_quiet);
    font-size: 11px;
    font-weight: 600;
    line-height: 16px;
    letter-spacing: 0.06em;
    text-transform: uppercase;
  }
  .rule {
    margin-top: 4px;
    padding-top: 12px;
    border-top: 1px solid var(--_line);
  }
  .series {
    display: grid;
    grid-template-columns: 56px 1fr;
    gap: 10px;
    align-items: center;
    width: 100%;
    padding: 5px;
    border-color: transparent;
    text-align: left;
  }
  .series[aria-pressed='true'] {
    border-color: var(--_focus);
    background: var(--_background);
    color: inherit;
  }
  .series canvas {
    display: block;
    width: 56px;
    height: 56px;
    border-radius: 3px;
    background: #000;
  }
  .series .name {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .series .quiet {
    font-size: 12px;
  }
  details {
    border-top: 1px solid var(--_line);
    padding-top: 8px;
  }
  summary {
    min-height: 24px;
    padding: 4px 0;
    color: var(--_quiet);
    cursor: pointer;
  }
  .refusals li {
    padding: 6px 0;
    overflow-wrap: anywhere;
  }
  .refusals .file {
    font-weight: 600;
  }
`;
