import { css } from 'lit';

export default css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 10px;
    align-items: center;
    min-height: 48px;
    padding: 7px 10px;
    border-bottom: 1px solid var(--_line);
    background: var(--_panel);
  }
  .segment {
    display: inline-flex;
    gap: 2px;
  }
  .space {
    flex: 1;
  }
  .tool,
  .button {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    justify-content: center;
    min-width: 34px;
    min-height: 34px;
    padding: 0 6px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    color: var(--_quiet);
    background: transparent;
    cursor: pointer;
  }
  .tool:hover,
  .button:hover {
    border-color: var(--_line);
    color: var(--_text);
  }
  .tool[aria-pressed='true'] {
    border-color: var(--_edge);
    background: var(--_background);
    color: var(--_text);
  }
  svg {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  svg .fill {
    fill: currentColor;
    stroke: none;
  }
  .preset {
    width: 148px;
    min-height: 34px;
    border-color: var(--_line);
  }
  .menu {
    position: relative;
  }
  .menu .items {
    position: absolute;
    z-index: 8;
    top: calc(100% + 4px);
    right: 0;
    min-width: 208px;
    max-height: min(78vh, 760px);
    overflow: auto;
    padding: 4px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_panel);
  }
  .menu .items[hidden] {
    display: none;
  }
  .menu [role='group'] + [role='group'] {
    margin-top: 4px;
    padding-top: 4px;
    border-top: 1px solid var(--_line);
  }
  .menu .title {
    padding: 4px 8px 2px;
    color: var(--_quiet);
    font-size: 11px;
    font-weight: 600;
  }
  .menu .items button {
    display: flex;
    gap: 6px;
    align-items: center;
    width: 100%;
    min-height: 28px;
    padding: 4px 8px;
    border-color: transparent;
    color: var(--_text);
    text-align: left;
    white-space: nowrap;
  }
  .menu .items button:hover,
  .menu .items button:focus-visible {
    background: var(--_background);
  }
  .menu .items button:focus-visible {
    outline-offset: -2px;
  }
  .menu [aria-disabled='true'] {
    color: var(--_quiet);
  }
  .menu .check {
    width: 12px;
    flex: none;
    text-align: center;
  }
  .menu .what {
    flex: 1;
  }
  .menu kbd {
    color: var(--_quiet);
    font: inherit;
    font-size: 11px;
  }
  /* Seen, but no part of the item's name. */
  .menu kbd::after {
    content: attr(data-key);
  }
  .tool.close,
  .tool.narrow {
    display: none;
  }

  @container (max-width: 1180px) {
    .word {
      display: none;
    }
    .toolbar {
      gap: 6px;
      padding-inline: 6px;
    }
    .segment {
      gap: 1px;
    }
    .tool,
    .button {
      min-width: 27px;
      padding: 0 2px;
    }
    .preset {
      flex: 1;
      width: auto;
      min-width: 72px;
      max-width: 148px;
    }
  }
  @container (max-width: 900px) {
    .tool.narrow,
    .tool.close {
      display: inline-flex;
    }
    .tool.panel {
      order: 3;
    }
    .tool,
    .button {
      min-width: 30px;
      padding: 0 4px;
    }
    .preset {
      width: 124px;
    }
  }
  @container (max-width: 560px) {
    .toolbar {
      gap: 4px 6px;
      padding: 6px;
    }
    .tool,
    .button {
      min-width: 29px;
      padding: 0 3px;
    }
    .preset {
      flex: 1;
      width: auto;
      min-width: 80px;
    }
    .tool.panel {
      order: 0;
    }
    .space {
      display: none;
    }
    .segment,
    .menu {
      flex: none;
    }
  }
`;
