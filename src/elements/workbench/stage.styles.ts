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
  .cells {
    position: absolute;
    inset: 0;
    display: grid;
    gap: 2px;
    background: var(--_line);
  }
  .cells.columns-2 {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .cells.rows-2 {
    grid-template-rows: repeat(2, minmax(0, 1fr));
  }
  .cell {
    position: relative;
    min-width: 0;
    min-height: 0;
    background: #000;
  }
  .cell > .view {
    position: absolute;
    inset: 0;
  }
  /* Over the picture, and over nothing of it: the line lies in the gap and at the edge. */
  .cell.of-many.active::after {
    content: '';
    position: absolute;
    z-index: 3;
    inset: -2px;
    border: 2px solid var(--_edge);
    pointer-events: none;
  }
  .vacant {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    border: 0;
    border-radius: 0;
    padding: 16px;
    color: #9aa6b3;
    white-space: normal;
  }
  .vacant:focus-visible {
    outline-offset: -4px;
  }
  @container (max-width: 560px) {
    /* One viewport: the others wait, and J brings them. */
    .cells[class] {
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    }
    .cell:not(.active) {
      display: none;
    }
    .cell.of-many.active::after {
      display: none;
    }
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
