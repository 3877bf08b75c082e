/**
 * The form, the monitor and the coach; what the other panels share comes from theirs.
 *
 * @module
 */
import { css } from 'lit';

export default css`
  a {
    justify-self: start;
    color: var(--_focus);
  }
  .pair {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  }
  .pair .seed {
    grid-column: 1 / -1;
  }
  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 12px;
    align-items: end;
    padding: 8px 2px 2px;
  }
  .fields .wide {
    grid-column: 1 / -1;
  }
  .run,
  .facts,
  .status,
  .coach {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .facts,
  .status {
    gap: 4px;
  }
  .coach {
    gap: 8px;
  }
  .coach:empty {
    display: none;
  }
  .plain {
    font-weight: 400;
  }
  .row button {
    min-height: 36px;
  }
  .row button.small {
    flex: none;
    min-height: 28px;
    padding: 0 10px;
    border-color: var(--_edge);
  }
  .row button.strong {
    border-color: var(--_focus);
    color: var(--_focus);
    font-weight: 600;
  }
  .advice,
  .refused {
    display: grid;
    gap: 6px;
    padding: 10px 12px;
    border: 1px solid var(--_edge);
    border-left: 3px solid var(--_focus);
    border-radius: var(--_radius);
  }
  .advice.note {
    border-left-color: var(--_quiet);
  }
  .advice.stop,
  .refused {
    border-left-color: var(--_altered);
  }
  .advice h3 {
    margin: 0;
    font-size: 13px;
    line-height: 16px;
  }
  .advice h3 .quiet {
    font-weight: 400;
  }
  .advice p,
  .refused p {
    margin: 0;
  }
  .sheet canvas {
    max-inline-size: 28rem;
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: var(--_radius);
    background: #000;
  }
  .chart {
    display: grid;
    gap: 4px;
    min-width: 0;
    margin: 0;
  }
  .charts {
    gap: 16px;
  }
  /* On the black of the stage in every theme: its curves are painted for it. */
  .plot {
    min-width: 0;
    height: 110px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: #000;
    overflow: hidden;
  }
  .chart .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
  }
  .key svg.line-generated {
    stroke: var(--_generated);
    stroke-dasharray: 5 3;
  }
  .key svg.line-heldOut {
    stroke: #6cb2ff;
    stroke-dasharray: 2 3;
  }
  .key svg.line-other {
    stroke: #6cb2ff;
    stroke-dasharray: 9 3 2 3;
  }
  .key svg.line-compared {
    stroke: #6cb2ff;
    stroke-dasharray: 2 5;
  }
  .runs {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .runs li {
    display: grid;
    gap: 4px;
    padding: 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .runs .row {
    align-items: center;
    justify-content: space-between;
  }
  .scroll {
    overflow: auto;
  }
  .scroll td,
  .scroll th {
    padding-right: 8px;
    text-align: left;
    white-space: normal;
  }
  summary {
    min-height: 24px;
    padding: 4px 0;
    color: var(--_quiet);
    cursor: pointer;
  }
`;
