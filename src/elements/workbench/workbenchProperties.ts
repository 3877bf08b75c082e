import { property, query } from 'lit/decorators.js';
import type { Series, Study } from '../../image/series.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { VeritomeDenoiser } from '../denoiser/denoiser.js';
import { VeritomeElement } from '../element.js';
import type { VeritomeEventMap } from '../events.js';
import type { VeritomeGenerator } from '../generator/generator.js';
import type { VeritomeInspector } from '../inspector/inspector.js';
import type { VeritomeInterpolator } from '../interpolator/interpolator.js';
import { type Jobs, jobs } from '../jobs.js';
import type { VeritomeStudy } from '../study/study.js';
import { type ElementName, tagNameOf } from '../tags.js';
import type { TrainedDetail, VeritomeTrainer } from '../trainer/trainer.js';
import { languageOf } from '../words/words.js';
import type { Tabs } from './tabs.js';

/** What `veritome-language` tells: a page may speak it too, and remember it. */
export interface LanguageDetail {
  /** BCP 47. */
  readonly language: string;
}

/** What a host sets on the workbench, and the elements it is put together from. */
export abstract class WorkbenchProperties extends VeritomeElement<VeritomeEventMap> {
  protected get studyView(): VeritomeStudy {
    return this.#made('study');
  }
  protected get denoiser(): VeritomeDenoiser {
    return this.#made('denoiser');
  }
  protected get interpolator(): VeritomeInterpolator {
    return this.#made('interpolator');
  }
  protected get generator(): VeritomeGenerator {
    return this.#made('generator');
  }
  /** Trains models on the chosen series. */
  get trainer(): VeritomeTrainer {
    return this.#made('trainer');
  }
  protected get inspector(): VeritomeInspector {
    return this.#made('inspector');
  }
  @query('dialog') protected readonly dialog!: HTMLDialogElement;

  /** The open study; while it is read, what is there of it. */
  @property({ attribute: false }) study: Study<Frame> | undefined;
  /** The chosen series. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** URL of a JSON list of files; opened at the start. */
  @property() sample = '';
  /** The archive to search and to send to, as `veritome-study` has it. */
  @property() dicomweb: DicomwebService | string | undefined;
  /** Folder of the guide to training, where the page has one; the Train panel links to it. */
  @property() guide = '';
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  /** Found by its tag, which the page chose. */
  #made<T extends Element>(name: ElementName): T {
    return this.renderRoot.querySelector<T>(tagNameOf(name))!;
  }

  /** The elements whose jobs can be cancelled, and what lets a training rest. */
  protected get working() {
    const workers = [this.studyView, this.denoiser, this.interpolator, this.generator];
    return { workers, pause: () => this.trainer.pause() };
  }

  /** The language at hand, and how the reader chooses another. */
  protected get speech() {
    return {
      language: languageOf(this.language).tag,
      speak: (language: string) => {
        this.lang = language;
        this.emit<LanguageDetail>('veritome-language', { language });
      },
    };
  }

  /** A model that was trained here is chosen where models of its task are. */
  protected offerTrained({ id, task }: TrainedDetail['card'], tabs: Tabs): void {
    const place = task === 'generate' ? this.generator : this.denoiser;
    place.model = id;
    tabs.open = task === 'generate' ? 'generate' : 'denoise';
  }
}
