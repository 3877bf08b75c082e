import { css } from 'lit';

export default css`
  .pacs form {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    padding-block: 8px;
  }
  .pacs label {
    display: grid;
    gap: 2px;
    min-width: 0;
    color: var(--_quiet);
    font-size: 12px;
  }
  .pacs label:has(select),
  .pacs .row,
  .pacs p {
    grid-column: 1 / -1;
  }
  .pacs p {
    margin: 0;
    font-size: 12px;
  }
  .pacs input {
    width: 100%;
    min-width: 0;
    min-height: 28px;
    padding: 2px 8px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_background);
    color: var(--_text);
  }
  .found {
    max-height: 320px;
    margin-top: 8px;
    overflow: auto;
  }
  .found button {
    display: grid;
    gap: 2px;
    width: 100%;
    text-align: left;
    overflow-wrap: anywhere;
  }
  .found .quiet {
    font-size: 12px;
  }
`;
