import { css } from 'lit';

export default css`
  :host {
    display: block;
    position: relative;
    min-width: 96px;
    min-height: 96px;
    overflow: hidden;
    background: #000;
    container-type: size;
  }
  .pictures,
  .panes {
    position: absolute;
    inset: 0;
  }
  .pictures {
    overflow: hidden;
  }
  .pictures.measured {
    bottom: 42%;
  }
  .measure {
    position: absolute;
    inset: 58% 0 0;
    border-top: 1px solid var(--_line);
  }
  .measure:focus-visible {
    outline-offset: -2px;
  }
  .view {
    position: absolute;
    inset: 0;
  }
  .side-by-side {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 2px;
    background: var(--_line);
  }
  .side-by-side .view {
    position: relative;
    inset: auto;
  }
  .side-by-side.of-1 {
    grid-template-columns: 1fr;
  }
  .side-by-side.of-3,
  .side-by-side.of-4 {
    grid-template: 1fr 1fr / 1fr 1fr;
  }
  @container (max-aspect-ratio: 4/5) {
    .side-by-side.of-2 {
      grid-template: 1fr 1fr / 1fr;
    }
  }
  @container (min-aspect-ratio: 2/1) {
    .side-by-side.of-3 {
      grid-template: 1fr / 1fr 1fr 1fr;
    }
  }
  .behind {
    visibility: hidden;
  }
  .handle {
    position: absolute;
    top: 0;
    bottom: 0;
    left: 0;
    width: 32px;
    margin-left: -16px;
    cursor: ew-resize;
    touch-action: none;
  }
  .handle::before {
    content: '';
    position: absolute;
    inset-block: 0;
    left: 15px;
    width: 2px;
    background: #e6ebf1;
    opacity: 0.85;
  }
  .grip {
    position: absolute;
    top: 50%;
    left: 2px;
    width: 28px;
    height: 28px;
    margin-top: -14px;
    border: 2px solid #e6ebf1;
    border-radius: 50%;
    background: #13171c;
  }
  .grip::before,
  .grip::after {
    content: '';
    position: absolute;
    top: 8px;
    width: 6px;
    height: 6px;
    border: solid #e6ebf1;
    border-width: 2px 0 0 2px;
  }
  .grip::before {
    left: 6px;
    rotate: -45deg;
  }
  .grip::after {
    right: 6px;
    rotate: 135deg;
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible .grip {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .side {
    position: absolute;
    bottom: 44px;
    padding: 1px 6px;
    border-radius: 3px;
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.06em;
    white-space: nowrap;
    pointer-events: none;
  }
  .side.acquired {
    right: 24px;
    background: #000a;
    color: #aeb8c3;
  }
  .side.generated {
    left: 24px;
    background: #17130a;
    color: #ffb020;
  }
  .side.generated.inward {
    left: auto;
    right: 24px;
    bottom: 68px;
  }
  .captions {
    position: absolute;
    bottom: 8px;
    inset-inline: 150px;
    display: grid;
    gap: 4px;
    justify-items: center;
    pointer-events: none;
  }
  /* The letter at the bottom edge stays free. */
  .blend ~ .captions,
  .flicker ~ .captions {
    bottom: 30px;
  }
  .caption {
    padding: 1px 8px;
    border-radius: 3px;
    background: #000d;
    color: #c3ccd6;
    font-size: 12px;
    text-align: center;
  }
  /* Where there is no room between the corners, above them. */
  @container (max-width: 700px) {
    .captions {
      bottom: 64px;
      inset-inline: 8px;
    }
  }
  .caption button,
  .caption input {
    pointer-events: auto;
  }
  .caption button {
    min-height: 24px;
    min-width: 24px;
    padding: 0 8px;
    border-color: #66717d;
    color: #e6ebf1;
    background: #13171c;
  }
  .caption.row,
  .blend {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    justify-content: center;
    padding-block: 2px;
  }
  .blend input {
    width: 180px;
  }
  .blend .figures {
    min-width: 40px;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .lines {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .lines.placing {
    pointer-events: auto;
    cursor: crosshair;
  }
  .lines > svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .lines line {
    stroke: #6cb2ff;
    stroke-width: 1.5;
  }
  .lines .halo {
    stroke: #000b;
    stroke-width: 4;
  }
  .lines circle {
    fill: none;
    stroke: #fff;
    stroke-width: 2;
  }
  .end {
    position: absolute;
    width: 24px;
    height: 24px;
    min-height: 0;
    margin: -12px 0 0 -12px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: radial-gradient(#6cb2ff 0 3px, #0008 3.5px 9px, transparent 9.5px);
    pointer-events: auto;
    cursor: move;
    touch-action: none;
  }
  .end.held {
    outline: 2px dashed #fff;
  }
  .swatch {
    flex: none;
    border: 1.5px solid #d48cff;
    background: #000;
    stroke: #d48cff;
  }
  .legend {
    display: flex;
    gap: 8px;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }
  .ramp {
    width: 120px;
    height: 8px;
    border: 1px solid #66717d;
    background: linear-gradient(90deg, rgb(74 163 255), #000, rgb(255 92 122));
  }
`;
