import { css } from 'lit';

export default css`
  :host {
    display: grid;
    gap: 12px;
    padding: 16px;
    background: var(--_panel);
    container-type: inline-size;
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
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [role='status'] {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .file {
    margin: 0;
    color: var(--_quiet);
    font: inherit;
    overflow-wrap: anywhere;
  }
  .checking {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
  }
  .checking p,
  .fault p {
    margin: 0;
  }
  .fault {
    display: grid;
    gap: 4px;
    padding: 8px 12px;
    border: 1px solid var(--_altered);
    border-radius: var(--_radius);
  }
  .result {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .head {
    display: grid;
    gap: 8px;
    padding-left: 12px;
    border-left: 3px solid var(--_edge);
  }
  .result.altered .head {
    border-color: var(--_altered);
  }
  .result.verified .head {
    border-color: var(--_verified);
  }
  .status {
    justify-self: start;
    padding: 0 6px;
    border: 1px solid currentcolor;
    border-radius: 3px;
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    white-space: nowrap;
  }
  .verdict {
    margin: 0;
    font-size: 15px;
    line-height: 20px;
    font-weight: 600;
  }
  .status.altered,
  .mark.fails {
    color: var(--_altered);
  }
  .status.verified,
  .mark.holds {
    color: var(--_verified);
  }
  .status.trusted {
    border-color: var(--_verified);
    background: var(--_verified);
    color: var(--_panel);
  }
  .status.unmarked,
  .mark.absent {
    color: var(--_quiet);
  }
  dl {
    display: grid;
    gap: 8px;
    margin: 0;
  }
  dl > div {
    display: grid;
    grid-template-columns: 88px 1fr;
    align-items: baseline;
    gap: 2px 12px;
  }
  @container (max-width: 300px) {
    dl > div {
      grid-template-columns: 1fr;
    }
  }
  dt {
    color: var(--_quiet);
  }
  dd {
    display: flex;
    flex-wrap: wrap;
    margin: 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  dd > .mark + span {
    flex: 1;
    min-width: 0;
  }
  dd.signer {
    display: grid;
    gap: 2px;
  }
  .mark {
    flex: none;
    width: 16px;
    font-weight: 700;
  }
  figure {
    display: grid;
    gap: 4px;
    margin: 0;
  }
  canvas.tampered {
    width: 264px;
    max-width: 100%;
    aspect-ratio: 1;
    border-radius: 3px;
  }
  summary {
    min-height: 24px;
    cursor: pointer;
  }
  .files {
    display: grid;
    gap: 6px;
    max-height: 320px;
    margin: 8px 0 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }
  .files li {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 8px;
  }
  .files .quiet {
    flex-basis: 100%;
  }
`;
