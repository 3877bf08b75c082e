/** Which of several languages answers a wish. */

/**
 * Lookup of RFC 4647 §3.4: the tag itself, the tag with ever less behind it, then any region of
 * the same language, in the order given (`pt-PT` finds `pt-BR`).
 */
export function lookupTag(tags: readonly string[], wish: string): string | undefined {
  const parts = wish.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const range = parts.slice(0, length).join('-');
    const found = tags.find((tag) => tag.toLowerCase() === range);
    if (found !== undefined) return found;
  }
  return tags.find((tag) => tag.toLowerCase().split('-')[0] === parts[0]);
}
