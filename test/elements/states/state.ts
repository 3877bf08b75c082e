/** What a state of an element is to a walk: built, shown to the visitor by its name, and taken away. */

/** Looks at an element in the state that it is in now. */
export type Visit = (state: string, element: HTMLElement) => Promise<void>;

/** Puts an element on the page while `within` runs. */
export async function on<E extends HTMLElement>(
  element: E,
  [width, height]: readonly [number, number],
  within: (element: E) => Promise<void>,
): Promise<void> {
  const place = document.createElement('div');
  place.append(element);
  Object.assign(element.style, { display: 'block', width: `${width}px`, height: `${height}px` });
  document.body.append(place);
  try {
    await rest(element);
    await within(element);
  } finally {
    place.remove();
  }
}

/** A moment for what arrives later, then every element inside has rendered. */
export async function rest(element: HTMLElement, ms = 0): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await Promise.all(
      elementsOf(element).map((one) => (one as { updateComplete?: Promise<unknown> }).updateComplete),
    );
  }
}

/** Elements of ours in an element, itself and those in shadow roots too. */
export function elementsOf(root: Element): Element[] {
  const inside = [...(root.shadowRoot?.querySelectorAll('*') ?? []), ...root.querySelectorAll('*')];
  return [
    ...(root.localName.startsWith('veritome-') ? [root] : []),
    ...inside.flatMap((one) => (one.shadowRoot ? elementsOf(one) : [])),
  ];
}

export function press(
  element: EventTarget | null | undefined,
  key: string,
  init: KeyboardEventInit = {},
): void {
  element?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
}

export function inside<E extends Element = HTMLElement>(
  element: Element | null | undefined,
  selector: string,
): E {
  const found = element?.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`There is no ${selector} in ${element?.localName}.`);
  return found;
}
