import { css } from 'lit';

export default css`
  :host {
    display: block;
    position: relative;
    overflow: auto;
    background: var(--_background);
    container-type: size;
  }
  h2 {
    margin: 0;
    font-size: 16px;
    line-height: 20px;
  }
  p {
    margin: 0;
  }
  .screen {
    display: grid;
    gap: 14px;
    max-width: 760px;
    margin: 0 auto;
    padding: 20px 16px;
  }
  fieldset {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  fieldset legend {
    padding: 0;
    margin-bottom: 4px;
    font-weight: 600;
  }
  .option {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 28px;
  }
  .option input {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_focus);
  }
  .field {
    display: grid;
    gap: 4px;
    align-content: start;
    font-weight: 600;
  }
  .field .quiet {
    font-weight: 400;
    font-size: 12px;
  }
  .field input {
    min-height: 32px;
    width: 100%;
    padding: 4px 8px;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: var(--_panel);
  }
  .numbers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 12px;
  }
  .screen .row button {
    flex: none;
    min-height: 36px;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 6px 16px;
    margin: 0;
  }
  dt {
    font-weight: 600;
  }
  dd {
    margin: 0;
  }
  .wide {
    overflow-x: auto;
  }
  .wide table {
    min-width: 480px;
  }
  .wide th,
  .wide td {
    padding: 4px 8px 4px 0;
  }
  .wide td.text {
    text-align: left;
  }
  caption {
    padding-block: 8px 4px;
    font-weight: 600;
    text-align: left;
  }

  .case {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template-rows: auto minmax(120px, 1fr) auto;
  }
  .bar {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 6px 10px;
    border-bottom: 1px solid var(--_line);
    background: var(--_panel);
  }
  .bar h2 {
    font-size: 14px;
    white-space: nowrap;
  }
  .bar progress {
    flex: 1;
    min-width: 40px;
  }
  .bar button {
    flex: none;
  }
  .pictures {
    position: relative;
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 2px;
    min-height: 0;
    background: var(--_line);
  }
  .picture {
    position: relative;
    min-height: 0;
  }
  .picture .view {
    position: absolute;
    inset: 0;
  }
  .side {
    position: absolute;
    left: 10px;
    bottom: 8px;
    padding: 2px 8px;
    border-radius: 3px;
    background: #000a;
    color: #e6ebf1;
    font-size: 16px;
    line-height: 20px;
    font-weight: 700;
    pointer-events: none;
  }
  .place {
    position: absolute;
    right: 10px;
    bottom: 8px;
    padding: 1px 6px;
    border-radius: 3px;
    background: #000a;
    color: #c3ccd6;
    font-size: 12px;
    pointer-events: none;
  }
  .question {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 20px;
    align-items: center;
    justify-content: center;
    max-height: 50cqh;
    overflow: auto;
    padding: 8px 10px;
    border-top: 1px solid var(--_line);
    background: var(--_panel);
  }
  .choice {
    display: flex;
    gap: 12px;
    align-items: center;
  }
  .choice button {
    min-width: 96px;
    min-height: 44px;
    font-size: 16px;
    font-weight: 700;
  }
  .scores {
    width: auto;
  }
  .scores th[scope='col'] {
    text-align: center;
  }
  .scores td,
  .scores th {
    padding: 2px 10px 2px 0;
  }
  .scores td span {
    display: inline-flex;
    gap: 2px;
    padding: 2px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
  }
  .scores .asked span {
    border-color: var(--_focus);
  }
  .scores button {
    min-width: 30px;
    min-height: 26px;
    padding: 0 4px;
    border-color: var(--_edge);
  }
  .scores button[aria-pressed='true'],
  .choice button[aria-pressed='true'] {
    border-color: var(--_focus);
    background: var(--_focus);
    color: var(--_background);
    font-weight: 700;
  }
  .next {
    min-height: 40px;
  }
  .paused {
    display: grid;
    gap: 16px;
    place-content: center;
    justify-items: center;
    padding: 16px;
    text-align: center;
  }
  @container (max-width: 560px) {
    .scores td span {
      gap: 1px;
    }
    .scores button {
      min-width: 24px;
    }
  }
`;
