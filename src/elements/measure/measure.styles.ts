import { css } from 'lit';

export default css`
  :host {
    display: block;
    overflow: auto;
    padding: 8px 12px;
    background: var(--_panel);
    container-type: inline-size;
  }
  section {
    display: grid;
    gap: 8px 20px;
    min-width: 0;
  }
  .table {
    display: grid;
    gap: 8px;
    align-content: start;
    min-width: 0;
  }
  .row button {
    flex: none;
  }
  .spectrum {
    padding-top: 0;
  }
  .profile {
    min-width: 0;
    height: 150px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: #000;
    overflow: hidden;
  }
  .line .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    align-items: center;
  }
  th,
  td {
    padding-inline: 6px;
  }
  summary {
    min-height: 24px;
    padding: 4px 0;
    color: var(--_quiet);
    cursor: pointer;
  }
  @container (min-width: 560px) {
    .regions:has(.spectrum) {
      grid-template-columns: 1fr 1fr;
    }
  }
`;
