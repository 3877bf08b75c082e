/**
 * The rows of a header on show: which nodes are open, which fit what is searched for.
 *
 * @module
 */
import type { HeaderNode, HeaderValue } from '../../dicom/headerTree.js';
import type { Words } from '../words/words.js';

/** A node as a line of the list. */
export interface Row {
  readonly node: HeaderNode;
  /** Depth, from 1. */
  readonly level: number;
  readonly parent: Row | undefined;
  /** Undefined where there is nothing to open. */
  readonly expanded: boolean | undefined;
}

/** Milliseconds of searching before the page may do something else. */
const SLICE_MS = 8;

/** The rows of a tree, of which the nodes in `open` are open. */
export function rowsOf(nodes: readonly HeaderNode[], open: ReadonlySet<HeaderNode>): Row[] {
  const rows: Row[] = [];
  const add = (list: readonly HeaderNode[], level: number, parent: Row | undefined) => {
    for (const node of list) {
      const closed = node.vr === 'SQ' || node.item !== undefined;
      const expanded = closed ? open.has(node) : undefined;
      const row: Row = { node, level, parent, expanded };
      rows.push(row);
      if (expanded) add(node.children, level + 1, row);
    }
  };
  add(nodes, 1, undefined);
  return rows;
}

/** The rows that hold `wanted`, with what leads to them; undefined when `signal` says that nobody waits any more. */
export async function search(
  nodes: readonly HeaderNode[],
  wanted: string,
  signal: AbortSignal,
): Promise<Row[] | undefined> {
  const needle = fold(wanted);
  const rows: Row[] = [];
  const kept = new Set<Row>();
  let since = performance.now();
  const keep = (row: Row | undefined) => {
    if (!row || kept.has(row)) return;
    keep(row.parent);
    kept.add(row);
    rows.push(row);
  };
  const stack: Row[] = [...nodes]
    .reverse()
    .map((node) => ({ node, level: 1, parent: undefined, expanded: undefined }));
  for (let found = stack.pop(); found; found = stack.pop()) {
    if (performance.now() - since > SLICE_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return undefined;
      since = performance.now();
    }
    const { node, level } = found;
    const isOpen = node.vr === 'SQ' || node.item !== undefined;
    const row: Row = isOpen ? { ...found, expanded: true } : found;
    if (fits(node, needle)) keep(row);
    if (!isOpen) continue;
    for (const child of [...node.children].reverse()) {
      stack.push({ node: child, level: level + 1, parent: row, expanded: undefined });
    }
  }
  return rows;
}

/** A value as one line. */
export function lineOf(value: HeaderValue, words: Words, longest = 200): string {
  if (value.kind === 'bytes') return words.headerBytes(grouped(value.bytes));
  if (value.kind === 'items') return words.headerItems(value.items);
  const text = value.text.replace(/[\r\n]+/g, ' ⏎ ');
  return text.length > longest || value.length > value.text.length ? `${text.slice(0, longest)}…` : text;
}

/** What stands for the name of a node. */
export function nameOf({ item, keyword, isPrivate }: HeaderNode, words: Words): string {
  if (item !== undefined) return words.headerItem(item);
  return keyword ?? (isPrivate ? words.headerPrivate : words.headerUnknown);
}

function fits({ tag, keyword = '', value }: HeaderNode, needle: string): boolean {
  if (fold(keyword).includes(needle)) return true;
  if (fold(tag).includes(needle) || fold(tag.replace(',', '')).includes(needle)) return true;
  return value.kind === 'text' && fold(value.text).includes(needle);
}

/** Case and spaces do not count, nor brackets around a tag. */
function fold(text: string): string {
  return text.toLowerCase().replace(/[\s()]/g, '');
}

/** In thousands, as ISO 80000-1 has it in every language. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
