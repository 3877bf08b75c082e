/** Anchors of headings as GitHub makes them, so that a link works there and here. */
export function makeSlugs(): (heading: string) => string {
  const taken = new Map<string, number>();
  return (heading) => {
    const plain = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const seen = taken.get(plain) ?? 0;
    taken.set(plain, seen + 1);
    return seen === 0 ? plain : `${plain}-${seen}`;
  };
}
