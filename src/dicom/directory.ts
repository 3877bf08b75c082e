/**
 * A DICOMDIR (PS3.3 F, PS3.10 §8): which files a medium holds, in the order of its
 * patients, studies and series.
 *
 * @module
 */
import { codeAttribute, shortAttribute } from './attributes.js';
import type { Part10 } from './part10.js';

/** Media Storage Directory, as the SOP class in the meta information. */
const MEDIA_STORAGE_DIRECTORY = /1\.2\.840\.10008\.1\.3\.10(?![.\d])/;
const FIRST_RECORD = 'x00041200';
const RECORD_SEQUENCE = 'x00041220';
const NEXT_RECORD = 'x00041400';
const IN_USE = 'x00041410';
const LOWER_RECORD = 'x00041420';
const REFERENCED_FILE_ID = 'x00041500';
/** Of a record and all before it in the sequence: its tag and length. */
const ITEM_HEADER = 8;

/** PS3.10 §8.2 allows eight components of these eight characters; writers that are lax use lower case. */
const COMPONENT = /^[A-Za-z0-9_.-]{1,64}$/;
const MOST_COMPONENTS = 16;

/** True for the first bytes of a file whose meta information names the Media Storage Directory. */
export function looksLikeDirectory(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(128, 400));
  return text.startsWith('DICM') && MEDIA_STORAGE_DIRECTORY.test(text);
}

/**
 * Path components of each file that is named, in the directory's own order; undefined
 * for a name that could lead anywhere else.
 */
export function namedFiles(directory: Part10): (readonly string[] | undefined)[] {
  return inOrder(directory).flatMap((record) => {
    const id = codeAttribute(record, REFERENCED_FILE_ID);
    if (id === undefined || shortAttribute(record, IN_USE) === 0) return [];
    const parts = id.split('\\').map((part) => part.trim());
    const harmless =
      parts.length <= MOST_COMPONENTS && parts.every((part) => COMPONENT.test(part) && !/^\.+$/.test(part));
    return [harmless ? parts : undefined];
  });
}

type DirectoryRecord = Pick<Part10, 'file' | 'dataSet'>;

/** Along the links from record to record, lower ones first; what no link reaches follows as it stands. */
function inOrder({ file, dataSet }: Part10): DirectoryRecord[] {
  const records = new Map<number, DirectoryRecord>();
  for (const item of dataSet.elements[RECORD_SEQUENCE]?.items ?? []) {
    if (item.dataSet) records.set(item.dataOffset - ITEM_HEADER, { file, dataSet: item.dataSet });
  }
  const ordered = new Set<DirectoryRecord>();
  const pending = [dataSet.uint32(FIRST_RECORD) ?? 0];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const record = records.get(at);
    if (!record || ordered.has(record)) continue;
    ordered.add(record);
    pending.push(record.dataSet.uint32(NEXT_RECORD) ?? 0, record.dataSet.uint32(LOWER_RECORD) ?? 0);
  }
  return [...ordered, ...[...records.values()].filter((record) => !ordered.has(record))];
}
