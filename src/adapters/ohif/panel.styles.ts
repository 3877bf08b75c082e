import { css } from 'lit';

export default css`
  :host {
    display: grid;
    align-content: start;
    height: 100%;
    overflow: auto;
    background: var(--_panel);
  }
  header {
    display: grid;
    gap: 4px;
    padding: 12px 16px 8px;
  }
  header strong {
    overflow-wrap: anywhere;
  }
  .tabs {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    border-bottom: 1px solid var(--_line);
  }
  .tabs button {
    min-height: 36px;
    padding: 4px 2px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-radius: 0;
    color: var(--_quiet);
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--_focus);
    color: var(--_text);
  }
  .content[hidden] {
    display: none;
  }
  .pad {
    display: grid;
    gap: 12px;
    padding: 16px;
  }
  .pad p {
    margin: 0;
  }
  veritome-compare {
    height: 320px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .results {
    display: grid;
    gap: 12px;
    padding: 16px;
    border-top: 1px solid var(--_line);
  }
  .results h2 {
    margin: 0;
    font-size: 13px;
    font-weight: 600;
  }
  .results ul {
    display: grid;
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .results li {
    display: grid;
    gap: 6px;
  }
  .results .name {
    overflow-wrap: anywhere;
  }
  .verified {
    align-self: center;
    color: var(--_verified);
  }
  /* Regions are drawn on a stage of ours; here the app has its own tools. */
  veritome-denoiser::part(regions) {
    display: none;
  }
`;
