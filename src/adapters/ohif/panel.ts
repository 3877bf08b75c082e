import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { JumpDetail } from '../../elements/denoiser/denoiser.js';
import { VeritomeElement } from '../../elements/element.js';
import type { VeritomeInspector } from '../../elements/inspector/inspector.js';
import { tagNameOf, tagOf } from '../../elements/tags.js';
import type { Tab } from './commands.js';
import { renderCompareTab, renderOriginTab } from './comparing.js';
import { chooseTab, chosenTab, currentSession } from './current.js';
import styles from './panel.styles.js';
import { renderResults } from './resultList.js';
import type { Made } from './results.js';
import type { Session, Subject } from './session.js';

const TABS: readonly Tab[] = ['denoise', 'between', 'compare', 'origin'];

/**
 * The panel at the right of OHIF: what can be made of the series of the active viewport, and
 * the results of this session. It follows the active viewport.
 *
 * @summary Denoise, slices between slices, compare and origin, in OHIF's side panel.
 * @tag veritome-ohif
 */
export class OhifPanel extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  /** The session to act in; that of the app on the page when not set. */
  session: Session | undefined;
  #end: (() => void) | undefined;
  #asked: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.session ??= currentSession();
    this.lang = this.session.language;
    this.#end = this.session.subscribe(() => this.requestUpdate());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end?.();
    // Nobody sees it: what is being read for it is not wanted any more.
    this.session?.readings.stop();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { session } = this;
    const subject = session?.subject;
    if (!session || !subject) return;
    if (session.configuration.autoRead === false || this.#asked === uidOf(subject)) return;
    this.#asked = uidOf(subject);
    this.#read(session);
  }

  /** Reads the series on show; what was begun for another is stopped. */
  #read(session: Session): void {
    const { subject, result } = session;
    if (!subject?.supported || result || session.readings.of(subject.displaySet)) return;
    session.readings.stop(subject.displaySet);
    session.read().catch((error) => session.fail(error));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, words } = this;
    if (!session) return nothing;
    const { subject } = session;
    const tab = chosenTab();
    const names: Record<Tab, string> = {
      denoise: words.tabDenoise,
      between: words.ohifTabBetween,
      compare: words.ohifTabCompare,
      origin: words.ohifTabOrigin,
    };
    return html`
      ${this.#renderSubject(session, subject)}
      <div class="tabs" role="tablist" aria-label=${words.ohifTabs} @keydown=${this.#onKey}>
        ${TABS.map(
          (each) => html`<button
            type="button"
            role="tab"
            id="tab-${each}"
            aria-controls="content-${each}"
            aria-selected=${each === tab}
            tabindex=${each === tab ? 0 : -1}
            @click=${() => this.#open(each)}
          >${names[each]}</button>`,
        )}
      </div>
      ${TABS.map(
        (each) => html`<div
          class="content"
          role="tabpanel"
          id="content-${each}"
          aria-labelledby="tab-${each}"
          ?hidden=${each !== tab}
        >${this.#renderTab(session, each, tab)}</div>`,
      )}
      ${renderResults(session, words)}
    `;
  }

  #renderTab(session: Session, each: Tab, open: Tab): TemplateResult | typeof nothing {
    const { words, lang } = this;
    const { series, result } = session;
    const shared = { blocked: this.#blocked(session), index: series ? session.indexIn(series) : 0 };
    if (each === 'denoise') {
      return html`<${tagOf('denoiser')}
        lang=${lang}
        .jobs=${session.jobs}
        .series=${series}
        .blocked=${shared.blocked}
        .denoised=${result?.series}
        .index=${shared.index}
        @veritome-result=${this.#onResult}
        @veritome-error=${this.#onError}
        @veritome-jump=${this.#onJump}
      ></${tagOf('denoiser')}>`;
    }
    if (each === 'between') {
      return html`<${tagOf('interpolator')}
        lang=${lang}
        .jobs=${session.jobs}
        .series=${series}
        .blocked=${shared.blocked}
        .index=${shared.index}
        @veritome-result=${this.#onResult}
        @veritome-error=${this.#onError}
      ></${tagOf('interpolator')}>`;
    }
    if (each === 'compare') return each === open ? renderCompareTab(session, words, lang) : nothing;
    return renderOriginTab({ session, words, lang, check: () => this.#check(session) });
  }

  #renderSubject(session: Session, subject: Subject | undefined): TemplateResult {
    const { words } = this;
    if (!subject) return html`<header class="quiet">${words.ohifNothing}</header>`;
    const { displaySet, slices, generated } = subject;
    const progress = session.readings.progressOf(displaySet);
    const unread =
      subject.supported && !session.series && !session.readings.reading(displaySet)
        ? html`<span class="hint quiet">${words.ohifReadHint(slices)}</span>
            <button type="button" part="read" @click=${() => this.#read(session)}>${words.ohifRead}</button>`
        : nothing;
    return html`<header>
      <strong>${displaySet.SeriesDescription || displaySet.Modality}</strong>
      <span class="quiet figures">
        ${generated ? words.ohifGenerated : words.ohifAcquired} · ${words.slices(slices)}
      </span>
      ${
        session.readings.reading(displaySet)
          ? html`<span class="quiet figures" role="status">
                ${words.ohifReading(progress?.done ?? 0, progress?.total ?? 0)}
              </span>
              <progress
                aria-label=${words.ohifRead}
                max=${progress?.total || slices}
                .value=${progress?.done ?? 0}
              ></progress>`
          : unread
      }
    </header>`;
  }

  /** Why the forms cannot start; empty when they can. */
  #blocked({ subject, readings }: Session): string {
    const { words } = this;
    if (!subject) return words.ohifNothing;
    if (!subject.supported) return words.ohifUnsupported;
    return readings.reading(subject.displaySet) ? words.ohifReading(0, 0) : '';
  }

  readonly #onResult = ({ detail }: CustomEvent<Made>): void => {
    const { session } = this;
    if (!session) return;
    try {
      const { series } = session.results.publish(detail);
      if (!detail.replaces) session.tell(this.words.ohifListed(series.description));
    } catch (error) {
      session.fail(error);
    }
  };

  readonly #onError = ({ detail }: CustomEvent<{ error: unknown }>): void => this.session?.fail(detail.error);

  readonly #onJump = ({ detail }: CustomEvent<JumpDetail>): void => this.session?.jump(detail.index);

  /** The series on show, in the inspector: from the archive, or as it would be stored. */
  #check(session: Session): void {
    const inspector = this.renderRoot.querySelector<VeritomeInspector>(tagNameOf('inspector'));
    if (!inspector) return;
    session
      .filesOnShow()
      .then((source) => inspector.inspectAll(source))
      .catch((error) => session.fail(error));
  }

  #open(tab: Tab): void {
    chooseTab(tab);
    this.requestUpdate();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = (TABS.indexOf(chosenTab()) + by + TABS.length) % TABS.length;
    this.#open(TABS[at]);
    this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${TABS[at]}`)?.focus());
  };
}

function uidOf({ displaySet }: Subject): string {
  return displaySet.SeriesInstanceUID;
}
