/** Value representations and the width of their length field (PS3.5 §6.2, §7.1.2). */

const SHORT = 'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' ');
const LONG = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ');
const ALL = new Set([...SHORT, ...LONG]);
const WITH_LONG_LENGTH = new Set(LONG);

export function isVR(text: string): boolean {
  return ALL.has(text);
}

/** True where two reserved bytes and a 32-bit length follow the VR; else a 16-bit length. */
export function hasLongLength(vr: string): boolean {
  return WITH_LONG_LENGTH.has(vr);
}

/** 64-bit integers came to the standard in 2018, after dicom-parser: it takes their length for 16 bits. */
export function isUnknownToParser(vr: string): boolean {
  return vr === 'OV' || vr === 'SV' || vr === 'UV';
}
