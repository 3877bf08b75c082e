/**
 * The one door to dcmjs: its dictionary (keyword, tag, VR) and its Part 10 writer.
 * Loaded on first use, so a page that only views never downloads it.
 *
 * dcmjs does not read for us. Its reader refuses files with several character sets,
 * forgets the character set inside sequences, drops empty items, takes UN sequences
 * for explicit VR, and leaves big-endian words unswapped: `derivedHeader.ts` reads.
 *
 * @module
 */

/** One value: text, number, bytes, or a sequence item. */
export type Value = string | number | ArrayBuffer | DataSet;

/** A data element in dcmjs's shape. Text VRs hold the characters as stored, without padding. */
export interface Element {
  readonly vr: string;
  readonly Value: readonly Value[];
}

/** Data elements by tag: eight upper-case hex digits. */
export type DataSet = Record<string, Element>;

/** Attributes by keyword. Undefined leaves one out, an empty string writes it empty. */
export interface Attributes {
  readonly [keyword: string]:
    | string
    | number
    | ArrayBuffer
    | readonly (string | number | Attributes)[]
    | undefined;
}

/** What the room needs of dcmjs. */
export interface Dcmjs {
  /** VR of a tag, settled for `signed` pixels where the standard leaves a choice; undefined if unknown. */
  vrOf(tag: string, signed: boolean): string | undefined;
  /** Keyword of a tag; undefined if unknown. */
  keywordOf(tag: string): string | undefined;
  /** Tag of a keyword. */
  tagOf(keyword: string): string;
  /** Elements of attributes given by keyword. */
  dataSet(attributes: Attributes, signed: boolean): DataSet;
  /** Part 10 bytes in the transfer syntax that `meta` names; the data set itself is Explicit VR Little Endian. */
  write(meta: DataSet, dataSet: DataSet): Uint8Array;
}

type Library = typeof import('dcmjs')['default'];

let loading: Promise<Dcmjs> | undefined;

/** Loads dcmjs once; a failed load is tried again by the next call. */
export function loadDcmjs(): Promise<Dcmjs> {
  loading ??= import('dcmjs')
    // Bundlers that take the UMD build put everything under `default`.
    .then((module) => open(module.data ? (module as unknown as Library) : module.default))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** Placeholder VRs of dcmjs's dictionary where PS3.6 says "or" (xs: US or SS; ox, lt: OB, US or OW; up: UL). */
function settle(vr: string, signed: boolean): string | undefined {
  if (vr === 'xs') return signed ? 'SS' : 'US';
  if (vr === 'ox' || vr === 'lt') return 'OW';
  if (vr === 'up') return 'UL';
  return vr === 'na' ? undefined : vr;
}

function open({ data, log }: Library): Dcmjs {
  const { dictionary, nameMap } = data.DicomMetaDictionary;

  const vrOf: Dcmjs['vrOf'] = (tag, signed) => {
    const entry = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`];
    return entry && settle(entry.vr, signed);
  };

  const keywordOf: Dcmjs['keywordOf'] = (tag) => dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name;

  const tagOf: Dcmjs['tagOf'] = (keyword) => {
    const entry = nameMap[keyword];
    if (!entry) throw new Error(`"${keyword}" is no DICOM keyword.`);
    return entry.tag.replace(/[(),]/g, '').toUpperCase();
  };

  const dataSet: Dcmjs['dataSet'] = (attributes, signed) => {
    const result: DataSet = {};
    for (const [keyword, given] of Object.entries(attributes)) {
      if (given === undefined) continue;
      const tag = tagOf(keyword);
      const values: readonly (string | number | ArrayBuffer | Attributes)[] = isList(given)
        ? given
        : given === ''
          ? []
          : [given];
      const Value = values.map((value) =>
        typeof value === 'object' && !(value instanceof ArrayBuffer) ? dataSet(value, signed) : value,
      );
      result[tag] = { vr: vrOf(tag, signed) ?? 'UN', Value };
    }
    return result;
  };

  const write: Dcmjs['write'] = (meta, elements) =>
    silently(log, () => {
      const file = new data.DicomDict(meta);
      file.dict = elements;
      // The source's own faults (a CS of 20 characters) are copied, not cause to refuse the image.
      return new Uint8Array(file.write({ allowInvalidVRLength: true }));
    });

  return { vrOf, keywordOf, tagOf, dataSet, write };
}

/** dcmjs logs to the console through two loggers that the host may use too: hushed for one call. */
function silently<T>(log: Library['log'], call: () => T): T {
  const loggers = [log, log.getLogger('validation.dcmjs')];
  const levels = loggers.map((logger) => logger.getLevel());
  for (const logger of loggers) logger.setLevel('silent', false);
  try {
    return call();
  } finally {
    for (const [i, logger] of loggers.entries()) logger.setLevel(levels[i], false);
  }
}

/** `Array.isArray` that also narrows read-only arrays. */
function isList<T>(value: T): value is T & readonly (string | number | Attributes)[] {
  return Array.isArray(value);
}
