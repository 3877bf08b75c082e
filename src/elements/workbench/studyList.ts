/**
 * The list of series at the left, bound to the page.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { Series, Study } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import type { Jobs } from '../jobs.js';
import type { LoadingDetail } from '../study/growth.js';
import { tagOf } from '../tags.js';

/** What the list shows of the page. */
export interface Listed {
  readonly lang: string;
  readonly jobs: Jobs;
  readonly sample: string;
  readonly dicomweb: DicomwebService | string | undefined;
  readonly study: Study<Frame> | undefined;
  readonly series: Series<Frame> | undefined;
}

export interface StudyList {
  readonly generated: readonly Series<Frame>[];
  readonly onLoading: (event: CustomEvent<LoadingDetail>) => void;
  readonly onStudy: (event: CustomEvent<Study<Frame>>) => void;
  readonly onSelect: (event: CustomEvent<{ series: Series<Shown> }>) => void;
  readonly onDrag: (event: CustomEvent<{ series: Series<Shown> }>) => void;
  readonly onProgress: (event: CustomEvent<Progress>) => void;
}

export function renderStudyList(listed: Listed, list: StudyList): TemplateResult {
  const { lang, jobs, sample, dicomweb, study, series } = listed;
  return html`<${tagOf('study')}
    class="list"
    lang=${lang || nothing}
    .jobs=${jobs}
    .sample=${sample}
    .dicomweb=${dicomweb}
    .study=${study}
    .generated=${list.generated}
    .selected=${series}
    @veritome-loading=${list.onLoading}
    @veritome-study=${list.onStudy}
    @veritome-select=${list.onSelect}
    @veritome-drag=${list.onDrag}
    @veritome-progress=${list.onProgress}
  ></${tagOf('study')}>`;
}
