import { css } from 'lit';

export default css`
  :host {
    display: block;
    padding: 16px;
    background: var(--_panel);
  }
  form {
    display: grid;
    gap: 16px;
  }
  label,
  .field {
    display: grid;
    gap: 6px;
  }
  .head {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    font-weight: 600;
  }
  .head .quiet {
    font-weight: 400;
  }
  select {
    text-overflow: ellipsis;
  }
  .hint {
    color: var(--_quiet);
    font-size: 12px;
  }
  .actions {
    display: grid;
    gap: 8px;
  }
  .actions button {
    width: 100%;
    min-height: 36px;
  }
  .running {
    display: grid;
    gap: 6px;
  }
  .running .head {
    font-weight: 400;
  }
  .use {
    padding-top: 12px;
    border-top: 1px solid var(--_line);
  }
  ul {
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
`;
