/**
 * The reading room: colours, type and the few controls, shared by every element
 * through `adoptedStyleSheets`, so that a strict Content Security Policy holds.
 *
 * A page changes a colour by setting the public property on the element or above
 * it: `--veritome-focus: #9ad`. The amber of `amber.ts` is painted, not
 * styled: no property moves it.
 *
 * @module
 */
import { css } from 'lit';

/** Tokens, with the dark theme as fallback; `theme="light"` and `theme="contrast"` set others. */
export const tokens = css`
  :host {
    --_background: var(--veritome-background, #0b0d10);
    --_panel: var(--veritome-panel, #13171c);
    --_line: var(--veritome-line, #232a32);
    --_edge: var(--veritome-edge, #66717d);
    --_text: var(--veritome-text, #d8dee6);
    --_quiet: var(--veritome-quiet, #8b96a3);
    --_focus: var(--veritome-focus, #6cb2ff);
    --_altered: var(--veritome-altered, #ff5d5d);
    --_verified: var(--veritome-verified, #4cc38a);
    --_guard: var(--veritome-guard, #d48cff);
    --_generated: #ffb020;
    --_plate: #17130a;
    --_radius: var(--veritome-radius, 6px);
    color: var(--_text);
    color-scheme: var(--veritome-scheme, dark);
    font: 13px / 16px var(--veritome-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    box-sizing: border-box;
  }
  :host([theme='light']) {
    --veritome-background: #eef1f4;
    --veritome-panel: #ffffff;
    --veritome-line: #d3d9e0;
    --veritome-edge: #6c7681;
    --veritome-text: #171c22;
    --veritome-quiet: #55606c;
    --veritome-focus: #0b62c4;
    --veritome-altered: #b3261e;
    --veritome-verified: #1b7a45;
    --veritome-guard: #8033b3;
    --veritome-scheme: light;
  }
  :host([theme='contrast']) {
    --veritome-background: #000000;
    --veritome-panel: #000000;
    --veritome-line: #9aa5b1;
    --veritome-edge: #d8dee6;
    --veritome-text: #ffffff;
    --veritome-quiet: #dde3ea;
    --veritome-focus: #8fd0ff;
  }
  @media (prefers-contrast: more) {
    :host(:not([theme])) {
      --_line: var(--veritome-line, #9aa5b1);
      --_edge: var(--veritome-edge, #d8dee6);
      --_text: var(--veritome-text, #ffffff);
      --_quiet: var(--veritome-quiet, #dde3ea);
      --_focus: var(--veritome-focus, #8fd0ff);
    }
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Buttons, fields, focus ring, and the amber chip. */
export const controls = css`
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  button,
  select {
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: transparent;
  }
  select {
    width: 100%;
    padding-inline: 8px;
    border-color: var(--_edge);
    background: var(--_panel);
  }
  button {
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--_edge);
  }
  button:disabled {
    color: var(--_quiet);
    cursor: default;
    opacity: 0.7;
  }
  button.primary {
    border-color: var(--_focus);
    color: var(--_focus);
    font-weight: 600;
  }
  button[aria-pressed='true'] {
    border-color: var(--_focus);
    color: var(--_focus);
  }
  input[type='range'] {
    width: 100%;
    min-height: 24px;
    margin: 0;
    accent-color: var(--_focus);
    cursor: pointer;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  progress {
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--_line);
    accent-color: var(--_focus);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    border-radius: 2px;
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--_focus);
  }
  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--_focus);
  }
  .quiet {
    color: var(--_quiet);
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .generated {
    padding: 1px 6px;
    border-radius: 3px;
    background: var(--_plate);
    color: var(--_generated);
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
  }
  @media (forced-colors: active) {
    /* Fills are gone: what is chosen is outlined. */
    [aria-pressed='true'],
    [aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    button:disabled {
      color: GrayText;
      opacity: 1;
    }
    .generated {
      forced-color-adjust: none;
    }
  }
`;
