/**
 * A mode for OHIF 3: its basic viewer, with the panel at the right and a button in the tool
 * bar. Loaded beside the extension, without a build:
 *
 * ```js
 * window.config = { extensions: ['/veritome/ohif.js'], modes: ['/veritome/ohif-mode.js'] };
 * ```
 *
 * It derives from the mode that the app itself ships, so that hanging protocols, tools and
 * study rules are those of the app's version.
 *
 * @module
 */
import { ServiceError } from '../../errors.js';
import type { ExtensionParams } from './host.js';
import { PANEL } from './names.js';
import { addButtons } from './toolbar.js';

/** The mode that ours is made from. */
const BASE = '@ohif/mode-longitudinal';
/** Wide enough for the panel's forms, in CSS pixels. */
const PANEL_WIDTH = 340;

interface Layout {
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>> & { readonly rightPanels?: readonly unknown[] };
}

interface Route {
  readonly path: string;
  readonly layoutTemplate: (...given: unknown[]) => Layout | Promise<Layout>;
}

type ModeHook = (this: ModeInstance, params: ExtensionParams) => void;

/** What `modeFactory` gives to the app. */
export interface ModeInstance {
  readonly id: string;
  readonly routeName: string;
  readonly displayName: string;
  readonly routes: readonly Route[];
  readonly onModeEnter?: ModeHook;
  readonly [further: string]: unknown;
}

interface ShippedMode {
  readonly modeInstance?: ModeInstance;
  readonly modeFactory: (options: { modeConfiguration?: unknown }) => ModeInstance | Promise<ModeInstance>;
}

/** What the app hands to `modeFactory`. */
export interface FactoryOptions {
  readonly modeConfiguration?: unknown;
  readonly loadModules?: (names: readonly string[]) => Promise<readonly unknown[]>;
}

export const MODE_ID = 'veritome-mode';

const mode = {
  id: MODE_ID,
  /** @throws ServiceError in an app without the basic viewer. */
  async modeFactory({ modeConfiguration, loadModules }: FactoryOptions): Promise<ModeInstance> {
    const [shipped] = (await loadModules?.([BASE])) ?? [];
    if (!shipped) {
      throw new ServiceError('This viewer has no basic mode to build on.', {
        attribute: BASE,
        remedy: 'Add the panel veritome.panelModule.veritome to a mode of your own.',
      });
    }
    const base = await (shipped as ShippedMode).modeFactory({ modeConfiguration });
    return {
      ...base,
      id: MODE_ID,
      routeName: 'veritome',
      displayName: 'Veritome',
      hide: false,
      routes: base.routes.map((route) => ({
        ...route,
        path: 'veritome',
        async layoutTemplate(...given: unknown[]) {
          return withPanel(await route.layoutTemplate(...given));
        },
      })),
      onModeEnter(params) {
        base.onModeEnter?.call(this, params);
        addButtons(params.servicesManager.services);
      },
    };
  },
};

/** The panel stands first at the right, and is open. */
function withPanel({ id, props }: Layout): Layout {
  return {
    id,
    props: {
      ...props,
      rightPanels: [PANEL, ...(props.rightPanels ?? [])],
      rightPanelClosed: false,
      rightPanelInitialExpandedWidth: PANEL_WIDTH,
    },
  };
}

export default mode;
