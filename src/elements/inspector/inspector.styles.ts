import { css } from 'lit';

export default css`
  :host {
    display: grid;
    gap: 12px;
    padding: 16px;
    background: var(--_panel);
  }
  .drop {
    display: grid;
    gap: 8px;
    padding: 16px;
    border: 1px dashed var(--_edge);
    border-radius: var(--_radius);
  }
  .drop.over {
    border-color: var(--_focus);
    border-style: solid;
  }
  .drop strong {
    font-weight: 600;
  }
  .file {
    color: var(--_quiet);
    overflow-wrap: anywhere;
  }
  .verdict {
    margin: 4px 0 0;
    font-size: 15px;
    line-height: 20px;
    font-weight: 600;
  }
  .verdict.altered {
    color: var(--_altered);
  }
  .verdict.verified {
    color: var(--_verified);
  }
  dl {
    display: grid;
    gap: 8px;
    margin: 0;
  }
  dl > div {
    display: grid;
    grid-template-columns: 88px 1fr;
    gap: 2px 12px;
  }
  dt {
    color: var(--_quiet);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .mark {
    display: inline-block;
    width: 16px;
    font-weight: 700;
  }
  .mark.holds {
    color: var(--_verified);
  }
  .mark.fails {
    color: var(--_altered);
  }
  .mark.absent {
    color: var(--_quiet);
  }
`;
