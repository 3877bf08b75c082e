import { css } from 'lit';

/** Tables of regions, and plots. */
export default css`
  .head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 8px;
    font-weight: 600;
  }
  .head .quiet {
    font-weight: 400;
  }
  .hint {
    color: var(--_quiet);
    font-size: 12px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .row button {
    flex: auto;
  }
  button.small {
    min-width: 28px;
    min-height: 28px;
    padding: 0 6px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    font-weight: 400;
    text-align: left;
  }
  td,
  thead th + th {
    text-align: right;
    white-space: nowrap;
  }
  thead th {
    color: var(--_quiet);
    font-size: 12px;
  }
  th,
  td {
    padding: 3px 0;
  }
  .region th {
    padding-top: 8px;
    font-weight: 600;
  }
  .region .quiet {
    font-weight: 400;
  }
  .region td {
    padding-top: 8px;
  }
  .spectrum {
    display: grid;
    gap: 8px;
    min-width: 0;
    padding-top: 8px;
  }
  .spectrum .row {
    flex-wrap: nowrap;
  }
  /* On the black of the stage in every theme: its curves are painted for it. */
  .nps {
    min-width: 0;
    height: 170px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: #000;
    overflow: hidden;
  }
  .legend {
    display: grid;
    gap: 4px;
    font-size: 12px;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
  }
  .key svg {
    box-sizing: content-box;
    padding: 3px;
    border-radius: 2px;
    background: #000;
    stroke: #c3ccd6;
    stroke-width: 2;
  }
  .key svg.result {
    stroke: var(--_generated);
  }
  .key svg.dash-1 {
    stroke-dasharray: 5 3;
  }
  .key svg.dash-2 {
    stroke-dasharray: 2 3;
  }
  .key svg.dash-3 {
    stroke-dasharray: 9 3 2 3;
  }

  /* What a plot without legend needs of uPlot.min.css (MIT, Leon Sorokin). */
  .uplot,
  .u-wrap {
    position: relative;
  }
  .u-over,
  .u-under,
  .u-axis {
    position: absolute;
  }
  .u-over,
  .u-axis {
    pointer-events: none;
  }
  .uplot canvas {
    position: relative;
    display: block;
    width: 100%;
    height: 100%;
  }
  .u-off {
    display: none;
  }
  .u-hz .u-cursor-x {
    position: absolute;
    top: 0;
    left: 0;
    width: 0;
    height: 100%;
    border-right: 1px dashed #8b96a3;
    pointer-events: none;
    will-change: transform;
  }
  .u-cursor-y,
  .u-select {
    display: none;
  }
  .u-cursor-pt {
    position: absolute;
    top: 0;
    left: 0;
    border: 0 solid;
    border-radius: 50%;
    background-clip: padding-box !important;
    pointer-events: none;
    will-change: transform;
    z-index: 2;
  }
  .followed .u-over {
    pointer-events: auto;
    cursor: crosshair;
  }
`;
