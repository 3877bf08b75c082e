/** The tabs that look at results: the comparison with the acquired series, and the origin. */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import { tagOf } from '../../elements/tags.js';
import type { Words } from '../../elements/words/words.js';
import { reactElement } from './reactElement.js';
import type { Session } from './session.js';

export function renderCompareTab(session: Session, words: Words, lang: string): TemplateResult {
  const { pair } = session;
  if (!pair) {
    const from = session.sourceSet;
    const read = () => from && session.readings.read(from).catch((error) => session.fail(error));
    return html`<div class="pad">
      <p class="quiet">${words.ohifCompareNone}</p>
      ${
        from
          ? html`<button type="button" part="read-source" @click=${read}>${words.ohifCompareSource}</button>`
          : nothing
      }
    </div>`;
  }
  return html`<div class="pad">
    <veritome-ohif-comparison lang=${lang} .session=${session}></veritome-ohif-comparison>
    <button type="button" part="enlarge" @click=${() => enlarge(session, words)}>${words.ohifLarge}</button>
  </div>`;
}

/** In the app's own dialog: the panel is narrow. */
export function enlarge({ services }: Session, words: Words): void {
  services.uiModalService?.show({
    title: words.ohifTabCompare,
    content: () => reactElement('veritome-ohif-comparison'),
    containerClassName: 'max-w-[90vw] w-[1200px]',
    shouldCloseOnEsc: true,
  });
}

export function renderOriginTab({
  session,
  words,
  lang,
  check,
}: {
  readonly session: Session;
  readonly words: Words;
  readonly lang: string;
  readonly check: () => void;
}): TemplateResult {
  return html`<div class="pad">
    ${
      session.subject?.supported
        ? html`<button type="button" part="check" @click=${check}>${words.ohifCheck}</button>`
        : nothing
    }
    <${tagOf('inspector')}
      lang=${lang}
      .jobs=${session.jobs}
      @veritome-error=${(event: CustomEvent<{ error: unknown }>) => session.fail(event.detail.error)}
    ></${tagOf('inspector')}>
  </div>`;
}
