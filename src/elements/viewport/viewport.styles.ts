import { css } from 'lit';

export default css`
  :host {
    display: block;
    position: relative;
    min-width: 48px;
    min-height: 48px;
    overflow: hidden;
    background: #000;
    container-type: size;
    --_overlay: #c3ccd6;
  }
  .stage {
    position: absolute;
    inset: 0;
    overflow: hidden;
    touch-action: none;
    user-select: none;
    cursor: crosshair;
  }
  .stage:focus-visible {
    outline: none;
  }
  .stage:focus-visible ~ .focus {
    position: absolute;
    inset: 0;
    border: 2px solid var(--_focus);
    pointer-events: none;
  }
  .surface {
    transform-origin: 0 0;
  }
  .surface.off {
    visibility: hidden;
  }
  .corner,
  .edge {
    position: absolute;
    color: var(--_overlay);
    font-size: 12px;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
    text-shadow: 0 0 2px #000, 0 0 2px #000;
    pointer-events: none;
    white-space: nowrap;
  }
  /* Beside the orientation letter in the middle, slider or not. */
  .corner {
    max-width: min(46%, calc(50% - 40px));
    overflow: hidden;
  }
  .corner > div {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .top {
    top: 8px;
  }
  /* Beside the badge, never over it. */
  .corner.top:not(.lowered) {
    max-width: min(46%, calc(50% - 40px), 260px);
  }
  .top.lowered {
    top: var(--_lowered, 40px);
  }
  .bottom {
    bottom: 8px;
  }
  .left {
    left: 10px;
  }
  .right {
    right: 10px;
    text-align: right;
  }
  .sliding .right {
    right: 26px;
  }
  .strong {
    color: #e6ebf1;
    font-weight: 600;
  }
  .edge {
    color: #9aa6b3;
    font-weight: 600;
  }
  .edge.north {
    top: 8px;
    left: 50%;
    translate: -50% 0;
  }
  .edge.north.lowered {
    top: var(--_lowered, 40px);
  }
  .edge.south {
    bottom: 8px;
    left: 50%;
    translate: -50% 0;
  }
  .edge.south.raised {
    bottom: 36px;
  }
  .edge.west {
    left: 10px;
    top: 50%;
    translate: 0 -50%;
  }
  .edge.east {
    right: 10px;
    top: 50%;
    translate: 0 -50%;
  }
  .sliding .east {
    right: 26px;
  }
  .scale {
    display: inline-flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 3px;
  }
  .bar {
    height: 5px;
    border: 1px solid var(--_overlay);
    border-top: 0;
  }
  .slices {
    position: absolute;
    top: 30px;
    bottom: 30px;
    right: 0;
    width: 24px;
  }
  /* Below the badge, not through it. */
  .slices.lowered {
    top: var(--_lowered, 40px);
  }
  .slices input {
    width: 24px;
    height: 100%;
    margin: 0;
    appearance: none;
    background: linear-gradient(#4a545f, #4a545f) center / 2px 100% no-repeat;
    writing-mode: vertical-lr;
    opacity: 0.8;
  }
  .slices input::-webkit-slider-thumb {
    width: 10px;
    height: 22px;
    border: 0;
    border-radius: 5px;
    background: #9aa6b3;
    appearance: none;
  }
  .slices input::-moz-range-thumb {
    width: 10px;
    height: 22px;
    border: 0;
    border-radius: 5px;
    background: #9aa6b3;
  }
  .slices input:hover,
  .slices input:focus-visible {
    opacity: 1;
  }
  .crosshair {
    position: absolute;
    left: 0;
    top: 0;
    width: 21px;
    height: 21px;
    margin: -10.5px 0 0 -10.5px;
    pointer-events: none;
    background:
      linear-gradient(var(--_focus), var(--_focus)) center / 1px 100% no-repeat,
      linear-gradient(var(--_focus), var(--_focus)) center / 100% 1px no-repeat;
  }
  .flag {
    color: #d48cff;
  }
  /* As far from the ends as the middle of the slider's thumb. */
  .flags {
    position: absolute;
    top: 11px;
    right: 2px;
    width: 20px;
    height: calc(100% - 22px);
    overflow: visible;
    pointer-events: none;
    stroke: #d48cff;
    stroke-width: 2;
  }
  dialog {
    width: min(860px, 94vw);
    height: min(680px, 90vh);
    padding: 12px 16px 16px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_panel);
    color: var(--_text);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  dialog::backdrop {
    background: #000a;
  }
  dialog .attributes {
    flex: 1;
    min-height: 0;
  }
  .header-bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .header-bar h2 {
    margin: 0;
    font-size: 14px;
  }
  .message {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    padding: 16px;
    color: #9aa6b3;
    text-align: center;
    pointer-events: none;
  }
  @container (max-width: 420px) or (max-height: 300px) {
    .corner .minor,
    .edge {
      display: none;
    }
    .corner {
      font-size: 11px;
      line-height: 14px;
    }
  }
  @container (max-width: 180px) or (max-height: 140px) {
    .corner,
    .slices {
      display: none;
    }
  }
`;
