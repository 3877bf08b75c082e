/**
 * What each method of the bridge does to the workbench.
 *
 * @module
 */
import type { VeritomeWorkbench } from '../../../elements/workbench/workbench.js';
import { ArgumentError } from '../../../errors.js';
import type { Series } from '../../../image/series.js';
import type { JobOptions } from '../../../job.js';
import type { DicomwebService } from '../../../loaders/dicomweb/service.js';
import type { NamedBytes, Source } from '../../../loaders/source.js';
import type { Frame } from '../../../provenance/markedFrame.js';
import type { Verdict } from '../../../provenance/verdict.js';
import type { Answer, Ask, BridgedFile, BridgedStudy, Method } from '../protocol.js';
import type { Sharing } from './sharing.js';

/** What the calls of one connection work on. */
export interface Place {
  readonly workbench: VeritomeWorkbench;
  readonly sharing: Sharing;
  /** The archive that studies are named in. */
  readonly dicomweb: DicomwebService | undefined;
  /** A file of a `verify` call was judged. */
  onVerdict(index: number, verdict: Verdict): void;
}

type Act<M extends Method> = (place: Place, ask: Ask<M>, options: JobOptions) => Promise<Answer<M>>;

export const CALLS: { readonly [M in Method]: Act<M> } = {
  async open({ workbench, sharing, dicomweb }, ask, { signal, onProgress }) {
    const source = 'files' in ask ? ask.files.map(namedBytes) : archived(ask.dicomweb, dicomweb);
    const opening = workbench.open(source);
    // A call in progress is cancelled by the next, or here.
    const cancel = () => workbench.shadowRoot?.querySelector('veritome-study')?.cancel();
    const tell = (event: Event) => onProgress?.((event as CustomEvent).detail);
    signal?.addEventListener('abort', cancel);
    workbench.addEventListener('veritome-progress', tell);
    try {
      return sharing.adopt(await opening);
    } finally {
      signal?.removeEventListener('abort', cancel);
      workbench.removeEventListener('veritome-progress', tell);
    }
  },
  async select(place, { series }) {
    await choose(place, series);
    return null;
  },
  async denoise(place, { series, ...ask }, options) {
    await choose(place, series);
    return place.sharing.share(await place.workbench.denoise({ ...ask, ...options }));
  },
  async interpolate(place, { series, ...ask }, options) {
    await choose(place, series);
    return place.sharing.share(await place.workbench.interpolate({ ...ask, ...options }));
  },
  async generate({ workbench, sharing }, ask, options) {
    return sharing.share(await workbench.generate({ ...ask, ...options }));
  },
  async export({ workbench, sharing }, { series, format }, options) {
    return workbench.jobs.exportZip(sharing.named(series), { format, ...options });
  },
  async verify({ workbench, onVerdict }, { files }, { signal }) {
    const verdicts: Verdict[] = [];
    for (const [index, { name, data }] of files.entries()) {
      signal?.throwIfAborted();
      const [verdict] = await workbench.verify([new File([data], name)]);
      verdicts.push(verdict);
      onVerdict(index, verdict);
    }
    return verdicts;
  },
  async appearance({ workbench }, { theme, lang }) {
    if (theme) workbench.theme = theme === 'dark' ? undefined : theme;
    if (lang) {
      workbench.lang = lang;
      workbench.ownerDocument.documentElement.lang = lang;
    }
    await workbench.updateComplete;
    return null;
  },
};

/**
 * Brings the series to the stage, where the panels find it.
 *
 * @throws ArgumentError when the one that is named, or else the one on the stage, is not the host's.
 */
async function choose({ workbench, sharing }: Place, id: string | undefined): Promise<Series<Frame>> {
  const series = sharing.named(id ?? sharing.idOf(workbench.series) ?? '');
  workbench.series = series;
  await workbench.updateComplete;
  return series;
}

function namedBytes({ name, data }: BridgedFile): File | NamedBytes {
  return data instanceof Blob ? new File([data], name) : { name, bytes: new Uint8Array(data) };
}

/** The host names what lies in the archive; where the archive is, the frame's own page says. */
function archived({ study, series, token }: BridgedStudy, service: DicomwebService | undefined): Source {
  if (!service) {
    throw new ArgumentError('The page in the frame has no archive.', {
      attribute: 'dicomweb',
      remedy: 'Hand the files over, or have the frame’s page configured with an archive.',
    });
  }
  return {
    dicomweb: { ...service, ...(token && { token: () => token }), study, ...(series && { series }) },
  };
}
