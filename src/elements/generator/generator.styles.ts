/**
 * The form, the gallery and the walk; what the other panels share comes from theirs.
 *
 * @module
 */
import { css } from 'lit';

export default css`
  input[type='number'] {
    width: 100%;
    min-width: 0;
    min-height: 32px;
    padding: 4px 8px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_panel);
  }
  .pair {
    display: grid;
    grid-template-columns: 88px minmax(0, 1fr);
    gap: 12px;
  }
  .seed {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 32px;
    gap: 4px;
    align-items: end;
  }
  .dice {
    display: grid;
    place-items: center;
    padding: 0;
    border-color: var(--_edge);
  }
  .dice svg {
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.6;
    stroke-linecap: round;
  }
  .check {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 24px;
    cursor: pointer;
  }
  .check input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_focus);
  }
  .failed {
    color: var(--_altered);
  }
  .gallery {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(84px, 1fr));
    gap: 8px;
    margin: 0;
    padding: 2px;
    list-style: none;
  }
  .slice {
    position: relative;
    display: grid;
    gap: 2px;
    align-content: start;
    min-width: 0;
    padding: 3px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    cursor: pointer;
    user-select: none;
  }
  .slice[aria-selected='true'] {
    border-color: var(--_focus);
  }
  .slice canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: 3px;
    background: #000;
  }
  .picture {
    position: relative;
  }
  .tick {
    position: absolute;
    right: 4px;
    bottom: 4px;
    display: grid;
    place-items: center;
    width: 16px;
    height: 16px;
    border: 1px solid #d8dee6;
    border-radius: 50%;
    background: rgb(0 0 0 / 55%);
    font-size: 11px;
    font-weight: 700;
  }
  .slice[aria-selected='true'] .tick {
    border-color: #6cb2ff;
    background: #6cb2ff;
    color: #0b0d10;
  }
  .caption {
    overflow: hidden;
    font-size: 11px;
    line-height: 14px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .pending {
    min-height: 84px;
    border: 1px dashed var(--_line);
    border-radius: var(--_radius);
  }
  .choose {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: center;
  }
  .choose > span {
    flex: 1 0 100%;
  }
  .choose button {
    flex: auto;
  }
  .keep {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 8px;
  }
  .hint:empty {
    display: none;
  }
  .walk canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: var(--_radius);
    background: #000;
  }
  .scrub {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 8px;
    align-items: center;
  }
  .play {
    min-width: 84px;
  }
`;
