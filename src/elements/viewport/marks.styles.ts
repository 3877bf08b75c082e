import { css } from 'lit';

/** Outlines, measures and lines over the picture. */
export default css`
  .rois {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: hidden;
    pointer-events: none;
    fill: none;
  }
  .rois ellipse,
  .rois rect {
    stroke: #e6ebf1;
    stroke-width: 1.5;
  }
  .rois .held ellipse,
  .rois .held rect {
    stroke: var(--_focus);
    stroke-width: 2;
  }
  .measures polyline {
    stroke: #e6ebf1;
    stroke-width: 1.5;
  }
  .measures .held polyline {
    stroke: var(--_focus);
    stroke-width: 2;
  }
  .measures .handle {
    fill: #0008;
    stroke: #e6ebf1;
  }
  .measures .taken {
    fill: var(--_focus);
    stroke: #fff;
  }
  .rois .halo,
  .rois .held .halo {
    stroke: #000b;
    stroke-width: 4;
  }
  .rois text {
    fill: #e6ebf1;
    stroke: #000c;
    stroke-width: 3;
    paint-order: stroke;
    font-size: 12px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: pre;
  }
  .lines {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: hidden;
    pointer-events: none;
    stroke-width: 1;
  }
  .lines .halo {
    stroke: #0009;
    stroke-width: 3;
  }
  .lines .reference {
    stroke: #6cb2ff;
    stroke-dasharray: 6 4;
  }
  .lines .meeting {
    stroke: #6cb2ff;
  }
  .lines text {
    fill: #a9d2ff;
    stroke: #000c;
    stroke-width: 3;
    paint-order: stroke;
    font-size: 11px;
  }
`;
