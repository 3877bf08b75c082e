/**
 * Where a link of a Markdown file leads on the site.
 *
 * Pages become pages, pictures are copied once into `images/`, other files of the repository are
 * copied as text into `files/`. What the server alone has, the guide that trains, is marked so.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { posix } from 'node:path';
import type { Copy, InnerLink } from './page.js';
import { at } from './root.js';

const PICTURE = /\.(png|jpe?g|svg|webp)$/;
/** Pages that `npm start` serves beside the site: from the root of the server. */
const SERVED: readonly (readonly [RegExp, string])[] = [
  [/^docs\/guide\/index\.html$/, '/guide/'],
  [/^docs\/guide\/pt-BR\.html$/, '/guide/pt-BR.html'],
];
/** Larger files are named, not copied. */
const MOST_BYTES = 200_000;

/** What became of a link. */
export interface Resolved {
  readonly href: string;
  readonly inner?: InnerLink;
  readonly copy?: Copy;
  /** Works on the served site alone. */
  readonly served?: boolean;
  readonly external?: boolean;
  readonly problem?: string;
}

/** Sources of pages to where the pages go. */
export type Outs = ReadonlyMap<string, string>;

export function relativeTo(out: string, target: string): string {
  return posix.relative(posix.dirname(out), target) || posix.basename(target);
}

/** Resolves `href`, written in `source`, for the page at `out`. */
export function resolveLink(href: string, source: string, out: string, outs: Outs): Resolved {
  if (/^(https?:|mailto:)/.test(href)) return { href, external: true };
  const [path, anchor = ''] = href.split('#', 2);
  if (path === '') return { href, inner: { to: out, anchor, written: href } };
  const served = /^\/(guide|docs)?\/?$/.test(path) ? path : undefined;
  if (served) return { href, served: true };
  const target = posix.normalize(posix.join(posix.dirname(source), decodeURI(path))).replace(/\/$/, '');
  const hash = anchor === '' ? '' : `#${anchor}`;
  const page = outs.get(target) ?? outs.get(`${target}/README.md`);
  if (page) {
    return { href: relativeTo(out, page) + hash, inner: { to: page, anchor, written: href } };
  }
  for (const [pattern, to] of SERVED) {
    if (pattern.test(target)) return { href: to + hash, served: true };
  }
  const info = statSync(at(target), { throwIfNoEntry: false });
  if (!info) return { href, problem: `${source}: nothing lies at ${href}` };
  if (!info.isFile()) return { href, problem: `${source}: ${href} is a folder without a page` };
  if (PICTURE.test(target)) {
    const copy = { from: target, to: `images/${pictureName(target)}` };
    return { href: relativeTo(out, copy.to), copy };
  }
  if (info.size > MOST_BYTES) return { href, problem: `${source}: ${href} is too large to be copied` };
  const copy = { from: target, to: `files/${target}.txt` };
  return { href: relativeTo(out, copy.to), copy };
}

/** Pictures of `docs/images` keep their names; others get one that says where they are from. */
function pictureName(path: string): string {
  if (posix.dirname(path) === 'docs/images') return posix.basename(path);
  return `${createHash('sha256').update(path).digest('hex').slice(0, 8)}-${posix.basename(path)}`;
}
