/** What runs inside the page while languages are proved: states one by one, and what a reader meets in each. */

/** Text of a reader: where it stands and what it says. Serialised into the page. */
export function textsOfPage(): string[] {
  const attributes = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  const walk = (node: Node): string[] => {
    if (node instanceof Text) {
      const text = node.data.replace(/\s+/g, ' ').trim();
      return text ? [text] : [];
    }
    if (node instanceof Element && node.matches('style, script, noscript')) return [];
    // The name of each language stands in that language.
    if (node instanceof HTMLElement && node.matches('[role="menuitemradio"][lang]')) return [];
    const spoken =
      node instanceof Element ? attributes.flatMap((name) => node.getAttribute(name)?.trim() || []) : [];
    const shadow = node instanceof Element && node.shadowRoot ? [...node.shadowRoot.childNodes] : [];
    return [...spoken, ...[...shadow, ...node.childNodes].flatMap(walk)];
  };
  return [...walk(document.body), document.title];
}

/** A state of the page: what brings it about, with the workbench at hand. */
export interface PageState {
  readonly name: string;
  readonly reach: () => Promise<void> | void;
  /** Time for what comes later. */
  readonly wait?: number;
}

/** Presses a key on the workbench. */
function keyState(name: string, key: string, shiftKey = false, wait = 500): PageState {
  // The function is serialised: what it needs is written into it.
  const source = `document.querySelector('veritome-workbench').dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', shiftKey: ${shiftKey}, bubbles: true, cancelable: true }))`;
  return { name, reach: new Function(source) as () => void, wait };
}

/** Opens a tab of the panel. */
function tabState(tab: string, wait = 400): PageState {
  const source = `document.querySelector('veritome-workbench').shadowRoot.querySelector('#tab-${tab}').click()`;
  return { name: `tab ${tab}`, reach: new Function(source) as () => void, wait };
}

/** Every state that the walk reaches, in this order; each begins where the one before has ended. */
export const STATES: readonly PageState[] = [
  { name: 'the sample is open', reach: () => undefined, wait: 500 },
  ...['between', 'generate', 'train', 'provenance', 'denoise'].map((tab) => tabState(tab)),
  keyState('keys', '?'),
  {
    name: 'menus',
    reach: () => {
      const root = document.querySelector('veritome-workbench')?.shadowRoot;
      root?.querySelector('dialog')?.close();
      for (const button of root?.querySelectorAll<HTMLElement>('.menu > button') ?? []) button.click();
    },
  },
  {
    name: 'menus closed',
    reach: () => {
      const root = document.querySelector('veritome-workbench')?.shadowRoot;
      for (const button of root?.querySelectorAll<HTMLElement>('.menu > button[aria-expanded="true"]') ??
        []) {
        button.click();
      }
    },
  },
  keyState('three planes', 'z', false, 1500),
  keyState('one viewport again', 'z'),
  ...['two viewports', 'two above each other', 'four viewports', 'one viewport'].map((name) =>
    keyState(name, 'q'),
  ),
  {
    name: 'denoised',
    reach: async () => {
      await document.querySelector('veritome-workbench')?.denoise();
    },
    wait: 800,
  },
  ...['s', 'f', 'b', 'd', 'c', 'g'].map((key) => keyState(`compare ${key}`, key, false, 700)),
  keyState('line profile', 'D', true, 900),
  keyState('no line profile', 'D', true),
  keyState('measured regions', 'G', true, 900),
  keyState('no regions', 'G', true),
  {
    name: 'slices between',
    reach: async () => {
      await document.querySelector('veritome-workbench')?.interpolate({ factor: 2 });
    },
    wait: 500,
  },
  {
    name: 'slices of no patient',
    reach: async () => {
      await document.querySelector('veritome-workbench')?.generate({ count: 2, seed: 7 });
    },
    wait: 500,
  },
  {
    name: 'a verdict, and a file that is none',
    reach: async () => {
      const workbench = document.querySelector('veritome-workbench');
      await workbench?.verify([new File([new Uint8Array(300)], 'not-dicom.dcm')]).catch(() => undefined);
    },
    wait: 500,
  },
  {
    name: 'a study that is none',
    reach: async () => {
      const workbench = document.querySelector('veritome-workbench');
      await workbench?.open([new File([new Uint8Array(300)], 'not-dicom.dcm')]).catch(() => undefined);
    },
    wait: 500,
  },
];
