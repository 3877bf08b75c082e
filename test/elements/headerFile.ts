/** A small DICOM file for the header, with a sequence and a value that would like to be markup. */

export const PLANTED = '<img src=x onerror=document.title="broken">';

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function element(group: number, number: number, vr: string, value: readonly number[]): number[] {
  const even = value.length % 2 ? [...value, vr === 'UI' ? 0 : 32] : [...value];
  const tag = [group & 255, group >> 8, number & 255, number >> 8, ...ascii(vr)];
  const { length } = even;
  if (vr !== 'SQ') return [...tag, length & 255, length >> 8, ...even];
  return [...tag, 0, 0, length & 255, (length >> 8) & 255, length >> 16, 0, ...even];
}

function item(...elements: number[][]): number[] {
  const body = elements.flat();
  const { length } = body;
  return [0xfe, 0xff, 0x00, 0xe0, length & 255, (length >> 8) & 255, length >> 16, 0, ...body];
}

/** A file with a sequence of `items` and a value that would like to be markup. */
export function headerFile(items = 3): Uint8Array {
  return Uint8Array.from([
    ...new Array(128).fill(0),
    ...ascii('DICM'),
    ...element(0x02, 0x10, 'UI', ascii('1.2.840.10008.1.2.1')),
    ...element(0x08, 0x16, 'UI', ascii('1.2.840.10008.5.1.4.1.1.2')),
    ...element(0x08, 0x18, 'UI', ascii('2.25.1.0')),
    ...element(
      0x08,
      0x1115,
      'SQ',
      Array.from({ length: items }, (_, i) =>
        item(element(0x20, 0x0e, 'UI', ascii(`1.2.${i}`)), element(0x08, 0x103e, 'LO', ascii(`SERIES ${i}`))),
      ).flat(),
    ),
    ...element(0x09, 0x10, 'LO', ascii('MAKER')),
    ...element(0x10, 0x10, 'PN', ascii(PLANTED)),
    ...element(0x10, 0x20, 'LO', ascii('P-1')),
  ]);
}
