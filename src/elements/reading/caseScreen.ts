/**
 * One case of a blinded reading: two pictures with one same badge, and what is asked of them.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { Cell, ReadingSession, Side } from '../../evaluation/reading/session.js';
import { BLINDED } from '../stage/badge.js';
import { tagOf } from '../tags.js';
import { sliceAndWindow } from '../viewport/announcement.js';
import type { Words } from '../words/words.js';
import type { ReadingSet } from './arms.js';
import type { Settings } from './setup.js';
import type { Views } from './views.js';

export const SIDES = ['A', 'B'] as const;

export interface CaseScreen {
  readonly words: Words;
  readonly lang: string;
  readonly settings: Settings;
  readonly session: ReadingSession;
  /** Of each arm of the list, its place in a set. */
  readonly order: readonly number[];
  readonly sets: readonly ReadingSet[];
  readonly views: Views;
  readonly score: (cell: Cell, value: number) => void;
  readonly choose: (side: Side) => void;
  readonly next: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

export function renderCase(screen: CaseScreen): TemplateResult {
  const { words, session } = screen;
  const total = session.cases.length;
  return html`
    <div class="case">
      <div class="bar">
        <h2>${words.readingCase(session.index + 1, total)}</h2>
        <progress aria-label=${words.readingCases} max=${total} .value=${session.done}></progress>
        ${
          session.paused
            ? nothing
            : html`<button type="button" part="pause" @click=${screen.pause}>${words.readingPause}</button>`
        }
        <button type="button" part="stop" @click=${screen.stop}>${words.readingStop}</button>
      </div>
      ${session.paused ? renderPause(screen) : html`${renderPictures(screen)} ${renderQuestion(screen)}`}
      <div class="visually-hidden" role="status">${session.paused ? words.readingPaused : saying(screen)}</div>
    </div>
  `;
}

function renderPause({ words, resume }: CaseScreen): TemplateResult {
  return html`<div class="paused">
    <p>${words.readingPaused}</p>
    <button type="button" class="primary" part="resume" @click=${resume}>${words.readingResume}</button>
  </div>`;
}

function renderPictures({ words, lang, session, order, sets, views }: CaseScreen): TemplateResult {
  const { set, sides } = session.case;
  const { index, window, scale, translation, inverted } = views;
  return html`
    <div class="pictures" @veritome-view=${views.onView} @veritome-roi=${stop}>
      ${sides.map(
        (arm, side) => html`<div class="picture">
          <${tagOf('viewport')}
            class="view"
            bare
            lang=${lang || nothing}
            label=${SIDES[side]}
            .blinded=${BLINDED}
            .series=${sets[set][order[arm]]}
            .index=${live(index)}
            .windowCenter=${live(window.center)}
            .windowWidth=${live(window.width)}
            .scale=${live(scale)}
            .translation=${live(translation)}
            .inverted=${live(inverted)}
          ></${tagOf('viewport')}>
          <span class="side" aria-hidden="true">${SIDES[side]}</span>
        </div>`,
      )}
      <span class="place figures">
        ${sliceAndWindow(index, sets[set][0].frames.length, window, words)}
      </span>
    </div>
  `;
}

function renderQuestion(screen: CaseScreen): TemplateResult {
  const { words, session, next } = screen;
  return html`
    <div class="question">
      ${session.task === 'choice' ? renderChoice(screen) : renderScores(screen)}
      <button type="button" class="primary next" part="next" ?disabled=${!session.complete} @click=${next}>
        ${words.readingNext}
      </button>
    </div>
  `;
}

function renderChoice({ words, settings, session, choose }: CaseScreen): TemplateResult {
  return html`
    <div class="choice" role="group" aria-label=${words.readingQuestions[settings.question]}>
      <strong>${words.readingQuestions[settings.question]}</strong>
      ${([0, 1] as const).map(
        (side) => html`<button
          type="button"
          aria-pressed=${session.answer.choice === side}
          @click=${() => choose(side)}
        >
          ${SIDES[side]}
        </button>`,
      )}
    </div>
  `;
}

function renderScores({ words, session, score }: CaseScreen): TemplateResult {
  const { cell, answer } = session;
  return html`
    <table class="scores">
      <thead>
        <tr>
          <td></td>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        ${session.criteria.map(
          (id, criterion) => html`<tr>
            <th scope="row">${words.criteriaNames[id] ?? id}</th>
            ${([0, 1] as const).map((side) => {
              const asked = cell?.criterion === criterion && cell.side === side;
              const name = words.readingAsked(words.criteriaNames[id] ?? id, SIDES[side]);
              return html`<td class=${asked ? 'asked' : ''}>
                <span role="group" aria-label=${name}>
                  ${[1, 2, 3, 4, 5].map(
                    (value) => html`<button
                      type="button"
                      aria-label="${name}: ${value}"
                      aria-pressed=${answer.scores[criterion][side] === value}
                      @click=${() => score({ criterion, side }, value)}
                    >
                      ${value}
                    </button>`,
                  )}
                </span>
              </td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** What was answered last, or what is asked. */
function saying({ words, session }: CaseScreen): string {
  const said = words.readingCase(session.index + 1, session.cases.length);
  const { cell, answer } = session;
  if (session.task === 'choice') {
    return answer.choice === undefined ? said : `${said}. ${words.readingChosen(SIDES[answer.choice])}`;
  }
  if (!cell) return said;
  const id = session.criteria[cell.criterion];
  return `${said}. ${words.readingAsked(words.criteriaNames[id] ?? id, SIDES[cell.side])}`;
}

/** What the pictures tell stays in here: a host might show it. */
function stop(event: Event): void {
  event.stopPropagation();
}
