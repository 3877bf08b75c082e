/**
 * Registers an element under its name; a name that is taken already, by a second
 * copy or by the host, is left alone. Without a registry (Node) it does nothing.
 *
 * @module
 */
export function register(tag: string, element: CustomElementConstructor): void {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}
