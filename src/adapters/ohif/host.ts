/**
 * The part of OHIF 3 that the extension touches, as its documentation and its released
 * build have it (3.13; https://docs.ohif.org/platform). Nothing of OHIF, React or Cornerstone
 * is in our files: the objects are those of the app that loads us.
 *
 * @module
 */

/** Whatever OHIF hands to `preRegistration` and to each `get…Module`. */
export interface ExtensionParams {
  readonly servicesManager: { readonly services: Services };
  readonly commandsManager: CommandsManager;
  readonly extensionManager: ExtensionManager;
  readonly appConfig?: AppConfig;
  /** Second half of `['/veritome/ohif.js', { … }]` in the app's configuration. */
  readonly configuration?: Configuration;
}

/** Settings of the extension. */
export interface Configuration {
  /** False: a series is read from the archive when the reader asks for it, not as soon as the panel shows it. */
  readonly autoRead?: boolean;
  /** Folder of the weights, the runtime and the workers, if not `assets/` beside the script. */
  readonly assets?: string;
}

export interface AppConfig {
  readonly dataSources?: readonly DataSourceDefinition[];
}

export interface DataSourceDefinition {
  readonly namespace: string;
  readonly sourceName: string;
  readonly configuration?: DataSourceConfiguration;
}

export interface DataSourceConfiguration {
  readonly qidoRoot?: string;
  readonly wadoRoot?: string;
  readonly stowRoot?: string;
  /** False where the archive takes nothing in. */
  readonly supportsStow?: boolean;
}

export interface DataSource {
  getConfig?(): DataSourceConfiguration | undefined;
  /** Forgets what was asked about a study, so that it is asked again. */
  deleteStudyMetadataPromise?(studyInstanceUID: string): void;
}

export interface ExtensionManager {
  getActiveDataSource(): readonly DataSource[] | undefined;
  getActiveDataSourceDefinition?(): DataSourceDefinition | undefined;
  getModuleEntry(id: string): ModuleEntry | undefined;
}

export interface ModuleEntry {
  /** Of a utility module. */
  readonly exports?: unknown;
  /** Of a SOP class handler. */
  getDisplaySetsFromSeries?(instances: readonly NaturalInstance[]): readonly DisplaySet[] | undefined;
}

export interface CommandsManager {
  runCommand(name: string, options?: Readonly<Record<string, unknown>>): unknown;
}

export interface Subscription {
  unsubscribe(): void;
}

interface PubSub<Name extends string> {
  readonly EVENTS: Readonly<Record<Name, string>>;
  subscribe(event: string, listener: (detail: never) => void): Subscription;
}

/** Attributes by keyword, as `dcmjs` names them, and by tag where it knows none. */
export interface NaturalInstance {
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  readonly SOPClassUID?: string;
  readonly imageId?: string;
  /** Of a local file. */
  readonly url?: string;
  readonly [attribute: string]: unknown;
}

export interface DisplaySet {
  readonly displaySetInstanceUID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly Modality?: string;
  readonly SeriesDescription?: string;
  readonly unsupported?: boolean;
  readonly instances?: readonly NaturalInstance[];
  /** The same in the order of the stack. */
  readonly images?: readonly NaturalInstance[];
  getThumbnailSrc?: ThumbnailSource | null;
  /** True for what no archive has: the app then shows it in its list at once. */
  madeInClient?: boolean;
}

/** Images of a display set in its order. */
export function imagesOf({ images, instances }: DisplaySet): readonly NaturalInstance[] {
  return images ?? instances ?? [];
}

/** Address of a picture for the study list; null where there is none. */
export type ThumbnailSource = (
  options?: unknown,
) => string | null | undefined | Promise<string | null | undefined>;

export interface DisplaySetService extends PubSub<'DISPLAY_SETS_ADDED' | 'DISPLAY_SETS_CHANGED'> {
  /** Puts display sets into the app's list. */
  addDisplaySets(...displaySets: readonly DisplaySet[]): unknown;
  getDisplaySetByUID(uid: string): DisplaySet | undefined;
  getDisplaySetsForSeries(seriesInstanceUID: string): readonly DisplaySet[];
  getActiveDisplaySets(): readonly DisplaySet[];
  deleteDisplaySet(uid: string): void;
}

export interface GridViewport {
  readonly displaySetInstanceUIDs?: readonly string[];
}

export interface ViewportGridService extends PubSub<'ACTIVE_VIEWPORT_ID_CHANGED' | 'GRID_STATE_CHANGED'> {
  getState(): {
    readonly activeViewportId?: string | null;
    readonly viewports: ReadonlyMap<string, GridViewport>;
  };
  setDisplaySetsForViewports(
    viewports: readonly { readonly viewportId: string; readonly displaySetInstanceUIDs: readonly string[] }[],
  ): unknown;
}

/** A viewport of Cornerstone3D. */
export interface Viewport {
  readonly id: string;
  readonly element: HTMLDivElement;
  getCanvas(): HTMLCanvasElement;
  getCurrentImageId?(): string | undefined;
  getImageIds?(): readonly string[] | undefined;
  /** Of a stack. */
  setImageIdIndex?(index: number): unknown;
}

export interface Notification {
  readonly title: string;
  readonly message: string;
  readonly type: 'info' | 'success' | 'warning' | 'error';
  readonly duration?: number;
}

export interface Services {
  readonly displaySetService: DisplaySetService;
  readonly viewportGridService: ViewportGridService;
  readonly cornerstoneViewportService?: {
    getCornerstoneViewport(viewportId: string): Viewport | null | undefined;
  };
  readonly uiNotificationService?: { show(notification: Notification): unknown };
  readonly uiModalService?: { show(modal: Readonly<Record<string, unknown>>): unknown };
  readonly panelService?: { activatePanel(panelId: string, forceActive?: boolean): void };
  readonly toolbarService?: ToolbarService;
  readonly customizationService?: { getCustomization(id: string): unknown };
  readonly userAuthenticationService?: {
    getAuthorizationHeader(): Readonly<Record<string, string>> | undefined;
  };
}

export interface ToolbarService {
  register(buttons: readonly Readonly<Record<string, unknown>>[], replace?: boolean): void;
  updateSection(section: string, buttons: readonly string[]): void;
  getButtonSection?(section: string): readonly { readonly id: string }[] | undefined;
  readonly sections?: { readonly primary?: string };
}

/** Of `@cornerstonejs/core`, what the extension calls itself. */
export interface CornerstoneLibrary {
  readonly eventTarget: EventTarget;
  readonly metaData: {
    get(type: string, imageId: string): unknown;
    addProvider(provider: (type: string, imageId: unknown) => unknown, priority?: number): void;
  };
  readonly imageLoader: { loadImage(imageId: string): Promise<unknown> };
  getRenderingEngine(id: string): { getViewport(id: string): Viewport | undefined } | undefined;
}

/** Entry of the Cornerstone extension that gives out its libraries. */
const LIBRARIES = '@ohif/extension-cornerstone.utilityModule.common';

/** The libraries that the app itself draws with; undefined where its Cornerstone extension is not loaded. */
export function librariesOf(
  extensionManager: ExtensionManager,
): { readonly cornerstone: CornerstoneLibrary; readonly cornerstoneTools: unknown } | undefined {
  const { getCornerstoneLibraries } = (extensionManager.getModuleEntry(LIBRARIES)?.exports ?? {}) as {
    getCornerstoneLibraries?: () => ReturnType<typeof librariesOf>;
  };
  return getCornerstoneLibraries?.();
}
