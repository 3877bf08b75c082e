/** The page's own controls. */

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found as E;
}

export function say(text: string): void {
  byId('status').textContent = text;
}

const offers: (() => void)[] = [];

/** Adds a series to the list, and chooses it. */
export function fill(name: string, show: () => void): void {
  const list = byId<HTMLSelectElement>('series');
  list.add(new Option(name, String(offers.push(show) - 1), true, true));
  for (const id of ['series', 'denoise', 'synthesise']) byId<HTMLButtonElement>(id).disabled = false;
  list.onchange = () => offers[Number(list.value)]();
}
