/**
 * The tabs at the right, and what the shown slice says of itself.
 *
 * @module
 */
import { css } from 'lit';

export default css`
  .tabs {
    display: flex;
    min-height: 48px;
    padding: 0 4px;
    border-bottom: 1px solid var(--_line);
  }
  .tabs [role='tab'] {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    gap: 1px;
    align-items: center;
    justify-content: center;
    min-width: 0;
    padding: 4px 1px 2px;
    border: 0;
    border-radius: 0;
    border-bottom: 2px solid transparent;
    color: var(--_quiet);
    font-size: 11px;
    line-height: 14px;
    white-space: nowrap;
  }
  .tabs [role='tab'] svg {
    flex: none;
  }
  .tabs [role='tab'] span {
    overflow: hidden;
    max-width: 100%;
    text-overflow: ellipsis;
  }
  .tabs [role='tab']:focus-visible {
    outline-offset: -3px;
  }
  .tabs [role='tab'][aria-selected='true'] {
    border-bottom-color: var(--_text);
    color: var(--_text);
    font-weight: 600;
  }
  .only {
    margin: 0;
    padding: 12px 16px;
    border-bottom: 1px solid var(--_line);
  }
  [role='tabpanel'] {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  [role='tabpanel'][hidden] {
    display: none;
  }
  .shown {
    padding: 16px;
    border-bottom: 1px solid var(--_line);
  }
  .shown h2 {
    margin: 0 0 8px;
    font-size: 13px;
    line-height: 16px;
  }
  .shown p {
    margin: 0 0 8px;
  }
  .shown p:last-child {
    margin: 0;
  }
  .shown .generated {
    display: inline-block;
    line-height: 16px;
  }
  .shown dl {
    display: grid;
    gap: 6px;
    margin: 0;
  }
  .shown dl > div {
    display: grid;
    grid-template-columns: 88px 1fr;
    gap: 12px;
  }
  .shown dt {
    color: var(--_quiet);
  }
  .shown dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
