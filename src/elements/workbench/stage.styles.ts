/**
 * The place of the picture, and what stands there without one.
 *
 * @module
 */
import { css } from 'lit';

export default css`
  .stage {
    position: relative;
    flex: 1;
    min-height: 0;
    background: #000;
  }
  .stage > veritome-viewport,
  .stage > veritome-compare,
  .stage > veritome-reading {
    position: absolute;
    inset: 0;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 10px;
    padding: 24px;
    color: #c3ccd6;
    text-align: center;
  }
  .empty strong {
    font-size: 17px;
    line-height: 24px;
    font-weight: 600;
  }
  .empty .quiet {
    max-width: 40ch;
    color: #8b96a3;
  }
  .empty .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: center;
    margin-top: 6px;
  }
  .empty button {
    border-color: #4a545f;
    color: #d8dee6;
  }
  .empty button.primary {
    border-color: #6cb2ff;
    color: #6cb2ff;
  }
  .empty progress {
    width: 200px;
    background: #232a32;
  }
  .over .stage::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 2px solid var(--_focus);
    pointer-events: none;
  }
  .fault {
    position: absolute;
    z-index: 4;
    left: 12px;
    right: 12px;
    bottom: 12px;
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px 12px;
    max-width: 560px;
    margin: 0 auto;
    padding: 12px;
    border: 1px solid var(--_line);
    border-left: 3px solid var(--_altered);
    border-radius: var(--_radius);
    background: var(--_panel);
    overflow-wrap: anywhere;
  }
  .fault > div {
    grid-column: 1;
  }
  .fault > button {
    grid-column: 2;
    grid-row: 1 / span 3;
    align-self: start;
  }
`;
