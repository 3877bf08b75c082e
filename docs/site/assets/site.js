/* Finds pages and headings, and says whether the site is served. Without it every page reads the same. */
(() => {
  if (location.protocol !== 'file:') document.documentElement.classList.add('is-served');
  const place = document.querySelector('.search');
  const pages = globalThis.veritomePages;
  if (!place || !pages) return;
  const { base, language, words, found } = place.dataset;
  const MOST = 12;

  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = words;
  input.setAttribute('aria-label', words);
  const list = document.createElement('ul');
  list.setAttribute('aria-label', found);
  list.hidden = true;
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  status.className = 'why';
  place.append(input, status, list);

  const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f`<>]/g, '');
  // The reader's language first.
  const rows = [...pages]
    .sort((a, b) => Number(b[1] === language) - Number(a[1] === language))
    .flatMap(([out, lang, title, headings]) => [
      { out, lang, title, within: '', plain: plain(title) },
      ...headings.map(([id, text]) => ({ out: `${out}#${id}`, lang, title: text, within: title, plain: plain(text) })),
    ]);

  const item = ({ out, lang, title, within }) => {
    const entry = document.createElement('li');
    const link = document.createElement('a');
    link.href = base + out;
    link.lang = lang;
    link.textContent = title.replaceAll('`', '');
    if (within) {
      const where = document.createElement('span');
      where.textContent = within.replaceAll('`', '');
      link.append(where);
    }
    entry.append(link);
    return entry;
  };

  input.addEventListener('input', () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    const hits = wanted.length === 0 ? [] : rows.filter((row) => wanted.every((word) => row.plain.includes(word)));
    list.replaceChildren(...hits.slice(0, MOST).map(item));
    list.hidden = hits.length === 0;
    status.textContent = wanted.length === 0 ? '' : `${found}: ${hits.length}`;
  });
})();
