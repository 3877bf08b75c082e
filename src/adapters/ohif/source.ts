/**
 * Where the pixels of a display set come from, and where results go: the data source that
 * the app was configured with, or the reader's own files.
 *
 * Roots come from the app's configuration alone. A root that OHIF took from the page's
 * address (`?url=`) is never asked: it would get the reader's sign-in.
 *
 * @module
 */
import { ArgumentError, ServiceError } from '../../errors.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { NamedBytes, Source } from '../../loaders/source.js';
import type {
  AppConfig,
  CornerstoneLibrary,
  DataSourceDefinition,
  DisplaySet,
  ExtensionManager,
  NaturalInstance,
  Services,
} from './host.js';

const DICOMWEB = '@ohif/extension-default.dataSourcesModule.dicomweb';
const LOCAL = '@ohif/extension-default.dataSourcesModule.dicomlocal';

/** The archive of the app, as its configuration has it. */
export class Sources {
  readonly #extensions: ExtensionManager;
  readonly #services: Services;
  /** Taken when the app starts, before any address can add another. */
  readonly #origins: readonly string[];

  constructor(extensions: ExtensionManager, services: Services, appConfig: AppConfig = {}) {
    this.#extensions = extensions;
    this.#services = services;
    this.#origins = [...new Set((appConfig.dataSources ?? []).flatMap(originsOf))];
  }

  /** True for files that the reader dropped into the app. */
  get local(): boolean {
    return this.#definition?.namespace === LOCAL;
  }

  /** Why the archive takes no results in; undefined where it does. */
  get storeObstacle(): ServiceError | undefined {
    if (this.local) {
      return new ServiceError('These files lie on this computer: there is no archive to send to.', {
        attribute: 'dataSource',
        remedy: 'Save the result as DICOM files.',
      });
    }
    if (this.#configuration?.supportsStow === false) {
      return new ServiceError('The archive of this viewer takes nothing in.', {
        attribute: 'supportsStow',
        remedy: 'Save the result as DICOM files, or ask whoever runs the viewer for an archive that stores.',
      });
    }
    return undefined;
  }

  /**
   * The archive with the reader's sign-in of this moment.
   *
   * @throws ServiceError for a data source that cannot be read from, or was not configured.
   */
  service(): DicomwebService {
    const { namespace } = this.#definition ?? {};
    const { wadoRoot, qidoRoot, stowRoot } = this.#configuration ?? {};
    if (namespace !== DICOMWEB || !wadoRoot) {
      throw new ServiceError(
        'Series of this data source cannot be read: it is no configured DICOMweb service.',
        {
          attribute: 'dataSource',
          remedy: 'Open the study from a DICOMweb data source of the viewer’s configuration.',
        },
      );
    }
    const sign = this.#services.userAuthenticationService?.getAuthorizationHeader() ?? {};
    const authorization = sign.Authorization ?? sign.authorization;
    return {
      root: wadoRoot,
      qido: qidoRoot ?? wadoRoot,
      wado: wadoRoot,
      stow: stowRoot ?? wadoRoot,
      origins: this.#origins,
      ...(authorization && { headers: { Authorization: authorization } }),
    };
  }

  /** What `openStudy` reads for a display set. */
  async sourceOf(displaySet: DisplaySet, cornerstone: CornerstoneLibrary | undefined): Promise<Source> {
    if (this.local) return this.#files(displaySet, cornerstone);
    const { StudyInstanceUID: study, SeriesInstanceUID: series } = displaySet;
    return { dicomweb: { ...this.service(), study, series } };
  }

  /** What was stored shows when the study is opened again: the app must not answer from memory. */
  forget(studyInstanceUID: string): void {
    this.#extensions.getActiveDataSource()?.[0]?.deleteStudyMetadataPromise?.(studyInstanceUID);
  }

  get #definition(): DataSourceDefinition | undefined {
    return this.#extensions.getActiveDataSourceDefinition?.();
  }

  get #configuration() {
    return this.#extensions.getActiveDataSource()?.[0]?.getConfig?.() ?? this.#definition?.configuration;
  }

  /** The files themselves are held by the app's own loader. */
  async #files(
    { instances = [] }: DisplaySet,
    cornerstone: CornerstoneLibrary | undefined,
  ): Promise<NamedBytes[]> {
    const files = new Map<string, NamedBytes>();
    for (const instance of instances) {
      const bytes = cornerstone && (await fileOf(instance, cornerstone));
      if (!bytes) throw unreachable();
      files.set(instance.SOPInstanceUID, { name: `${files.size + 1}`.padStart(4, '0'), bytes });
    }
    return [...files.values()];
  }
}

async function fileOf(
  { url, imageId = url }: NaturalInstance,
  { imageLoader }: CornerstoneLibrary,
): Promise<Uint8Array | undefined> {
  if (!imageId?.startsWith('dicomfile:')) return undefined;
  const image = (await imageLoader.loadImage(imageId)) as { data?: { byteArray?: unknown } } | undefined;
  const bytes = image?.data?.byteArray;
  return bytes instanceof Uint8Array ? bytes : undefined;
}

function unreachable(): ArgumentError {
  return new ArgumentError('The viewer does not give out the files of this series.', {
    attribute: 'displaySet',
    remedy: 'Open the study from a DICOMweb data source.',
  });
}

function originsOf({ namespace, configuration = {} }: DataSourceDefinition): string[] {
  if (namespace !== DICOMWEB) return [];
  const { wadoRoot, qidoRoot, stowRoot } = configuration;
  return [wadoRoot, qidoRoot, stowRoot].flatMap((root) => {
    const url = root ? URL.parse(root, globalThis.location?.href) : null;
    return url ? [url.origin] : [];
  });
}
