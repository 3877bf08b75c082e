/**
 * An OHIF of paper: the services that the extension touches, as the documentation of OHIF 3 has
 * them (https://docs.ohif.org/platform/services), without a page.
 */
import type {
  DisplaySet,
  ExtensionParams,
  NaturalInstance,
  Notification,
  Services,
} from '../../../src/adapters/ohif/host.js';
import type { Series } from '../../../src/image/series.js';
import type { Frame } from '../../../src/provenance/markedFrame.js';

export const DICOMWEB = '@ohif/extension-default.dataSourcesModule.dicomweb';
const STACKS = '@ohif/extension-default.sopClassHandlerModule.stack';
const COMMON = '@ohif/extension-cornerstone.utilityModule.common';

export interface FakeHost {
  readonly params: ExtensionParams;
  readonly displaySets: DisplaySet[];
  readonly told: Notification[];
  /** What `setDisplaySetsForViewports` was given, flat. */
  readonly shown: { viewportId: string; uid: string }[];
  readonly forgotten: string[];
  readonly panels: string[];
  /** Puts a display set into a viewport and makes it the active one. */
  activate(viewportId: string, displaySet: DisplaySet): void;
}

export interface HostOptions {
  readonly namespace?: string;
  readonly root?: string;
  /** Roots of the app's configuration, if not `root`. */
  readonly configured?: string;
  readonly supportsStow?: boolean;
  readonly authorization?: Record<string, string>;
}

export function fakeHost({
  namespace = DICOMWEB,
  root = 'https://viewer.example/dicom-web',
  configured = root,
  supportsStow,
  authorization,
}: HostOptions = {}): FakeHost {
  const displaySets: DisplaySet[] = [];
  const told: Notification[] = [];
  const shown: { viewportId: string; uid: string }[] = [];
  const forgotten: string[] = [];
  const panels: string[] = [];
  const viewports = new Map<string, { displaySetInstanceUIDs: string[] }>();
  let activeViewportId = '';
  const listeners: ((added: { displaySetsAdded: DisplaySet[] }) => void)[] = [];
  const configuration = { wadoRoot: root, qidoRoot: root, supportsStow };
  const services = {
    displaySetService: {
      EVENTS: { DISPLAY_SETS_ADDED: 'added', DISPLAY_SETS_CHANGED: 'changed' },
      subscribe: (event: string, listener: (detail: never) => void) => {
        if (event === 'added') listeners.push(listener as (typeof listeners)[number]);
        return { unsubscribe: () => undefined };
      },
      addDisplaySets: (...added: DisplaySet[]) => {
        displaySets.push(...added);
        for (const listener of listeners) listener({ displaySetsAdded: added });
      },
      getDisplaySetByUID: (uid: string) => displaySets.find((one) => one.displaySetInstanceUID === uid),
      getDisplaySetsForSeries: (uid: string) => displaySets.filter((one) => one.SeriesInstanceUID === uid),
      getActiveDisplaySets: () => displaySets,
      deleteDisplaySet: (uid: string) => {
        displaySets.splice(
          displaySets.findIndex((one) => one.displaySetInstanceUID === uid),
          1,
        );
      },
    },
    viewportGridService: {
      EVENTS: { ACTIVE_VIEWPORT_ID_CHANGED: 'active', GRID_STATE_CHANGED: 'grid' },
      subscribe: () => ({ unsubscribe: () => undefined }),
      getState: () => ({ activeViewportId, viewports }),
      setDisplaySetsForViewports: (
        changes: readonly { viewportId: string; displaySetInstanceUIDs: readonly string[] }[],
      ) => {
        for (const { viewportId, displaySetInstanceUIDs } of changes) {
          viewports.set(viewportId, { displaySetInstanceUIDs: [...displaySetInstanceUIDs] });
          shown.push({ viewportId, uid: displaySetInstanceUIDs[0] });
        }
      },
    },
    uiNotificationService: { show: (one: Notification) => told.push(one) },
    panelService: { activatePanel: (id: string) => panels.push(id) },
    userAuthenticationService: { getAuthorizationHeader: () => authorization },
  } as unknown as Services;
  const dataSource = {
    getConfig: () => configuration,
    deleteStudyMetadataPromise: (uid: string) => forgotten.push(uid),
  };
  const params: ExtensionParams = {
    servicesManager: { services },
    commandsManager: { runCommand: () => undefined },
    extensionManager: {
      getActiveDataSource: () => [dataSource],
      getActiveDataSourceDefinition: () => ({ namespace, sourceName: 'archive', configuration }),
      getModuleEntry: (id) => {
        if (id === STACKS) return { getDisplaySetsFromSeries: (instances) => [stackOf(instances)] };
        if (id === COMMON) return undefined;
        return undefined;
      },
    },
    appConfig: {
      dataSources: [{ namespace: DICOMWEB, sourceName: 'archive', configuration: { wadoRoot: configured } }],
    },
  };
  return {
    params,
    displaySets,
    told,
    shown,
    forgotten,
    panels,
    activate(viewportId, displaySet) {
      if (!displaySets.includes(displaySet)) displaySets.push(displaySet);
      viewports.set(viewportId, { displaySetInstanceUIDs: [displaySet.displaySetInstanceUID] });
      activeViewportId = viewportId;
    },
  };
}

/** As OHIF's handler of stacks makes it. */
export function stackOf(instances: readonly NaturalInstance[]): DisplaySet {
  const [{ StudyInstanceUID, SeriesInstanceUID, Modality, SeriesDescription }] = instances;
  return {
    displaySetInstanceUID: `set of ${SeriesInstanceUID}`,
    StudyInstanceUID,
    SeriesInstanceUID,
    Modality: String(Modality),
    SeriesDescription: String(SeriesDescription),
    instances,
    images: instances,
  };
}

/** What OHIF has of an acquired series. */
export function acquiredSet(series: Series<Frame>): DisplaySet {
  return stackOf(
    series.frames.map(({ instance, rows, columns, modality }, i) => ({
      StudyInstanceUID: instance.studyInstanceUID,
      SeriesInstanceUID: instance.seriesInstanceUID,
      SOPInstanceUID: instance.sopInstanceUID,
      SOPClassUID: instance.sopClassUID,
      Modality: modality,
      SeriesDescription: series.description,
      PatientName: [{ Alphabetic: 'Phantom^One' }],
      PatientID: 'P1',
      Rows: rows,
      Columns: columns,
      InstanceNumber: i + 1,
      wadoRoot: 'https://viewer.example/dicom-web',
      imageId: `wadors:${i}`,
    })),
  );
}

/** A shelf that only counts. */
export function fakeShelf() {
  const released: Series<Frame>[] = [];
  return {
    released,
    imageIdsOf: (series: Series<Frame>) =>
      series.frames.map((_, i) => `veritome:${series.seriesInstanceUID}/${i}`),
    release: (series: Series<Frame>) => {
      released.push(series);
    },
  };
}
