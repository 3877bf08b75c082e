/**
 * Which elements our signature covers.
 *
 * Signed, where present:
 * - what the Creator RSA Digital Signature Profile asks for (PS3.15 C.2) of the images
 *   and segmentations we write: identity and creation of the instance, equipment,
 *   overlays, the image and its pixels, functional groups;
 * - every sign that the pixels are generated: Synthetic Data, Image Type, derivation,
 *   sources, contributing equipment, our private block with its creator;
 * - what the pixels mean: rescale, padding, place and spacing.
 *
 * Left out on purpose, because archives correct them on the way and the image stays
 * the same (IHE Patient Information Reconciliation, PS3.4 Annex F): Patient Name, ID,
 * birth date, sex and all else of group 0010; Accession Number, Study ID, Study Date,
 * Time and Description, referring and reading physicians, requested procedure; Series
 * Number, Date, Time and Description, performed procedure step, body part, laterality;
 * Specific Character Set; windows, which viewers save.
 *
 * @module
 */
import { ascii, type Element, isPrivate } from './elementTree.js';
import { holdsUnknown, isSignable } from './macStream.js';

/** SOP Common, General Study and Series: PS3.15 C.2 a, b, c. */
const IDENTITY = '00080012 00080013 00080014 00080016 00080018 0020000d 0020000e';
/** PS3.15 C.2 d, PS3.3 C.7.5.1 General Equipment. */
const EQUIPMENT = [
  '00080070 00080080 00080081 00081010 00081040 00081041 00081090 00181000 00181002 00181008 0018100a',
  '00181020 00181050 00181200 00181201 00280120',
].join(' ');
/** PS3.15 C.2 h, PS3.3 C.7.6.1 General Image. */
const GENERAL_IMAGE = [
  '00080008 00080022 00080023 0008002a 00080032 00080033 00082218 00082228 00083010 00200012 00200013',
  '00200020 00200062 00201002 00204000 00280300 00280301 00280302 00282110 00282112 00282114 00409096',
  '00880200 20500020',
].join(' ');
/** PS3.15 C.2 i, PS3.3 C.7.6.3 Image Pixel. */
const IMAGE_PIXEL = [
  '00280002 00280004 00280006 00280010 00280011 00280034 00280100 00280101 00280102 00280103 00280106',
  '00280107 00280121 00281101 00281102 00281103 00281201 00281202 00281203 00282000 00282002 00287fe0',
  '7fe00001 7fe00002 7fe00010',
].join(' ');
/** PS3.15 C.2, PS3.3 C.7.6.16 Multi-frame Functional Groups, with C.7.6.17 Multi-frame Dimension. */
const MULTI_FRAME = [
  '00200242 00209161 00209162 00209163 00209221 00209222 00209228 00209311 00220028 00280008 00280009',
  '00286010 52009229 52009230',
].join(' ');
/** Of Enhanced CT and MR (C.8.15.2, C.8.13.1); files of single frames carry some of them. */
const ENHANCED_IMAGE = [
  '00089092 00089121 00089154 00089205 00089206 00089207 00089208 00089209 00089237 0008113a 0008114a',
  '00081140 00180022 00180060 00180087 00181320 00189004 00189064 00189073 00189100 00189174 00189175',
  '00181190 00187060 00187062 00189328 00189330 00189332 00189361 00189423 00189424 00189622 00540220',
  '00540500 300a012c',
].join(' ');
/** Of X-ray modules that the profile names (C.8.11.1, C.8.7); CT files of some makers carry them. */
const X_RAY = [
  '00083011 00181191 001811a0 001811a2 001811a3 001811a4 001811a5 00181500 00181508 00189410 00189457',
  '00400316 00408302 00408303 00540202 00540414',
].join(' ');
/** Of ultrasound (C.8.5.6), as DCMTK reads the profile, and of what is made for presentation (C.8.11.1). */
const ULTRASOUND = '00080068 00185010 00185020';
/** C.8.20.2 Segmentation Image, with Content Identification (Table 10-12). */
const SEGMENTATION = [
  '00480102 00620001 00620002 0062000e 00620010 00620013 00700080 00700081 00700084 00700086 00700087',
].join(' ');
/** Signs of generation, beyond those above: PS3.3 C.12.1, C.7.6.1.1.3, C.7.6.1.1.4. */
const MARKING = '0008001c 00080300 00081115 00082111 00082112 00089215 0018a001';
/** What a stored value stands for, and where: PS3.3 C.7.6.2, C.11.1. */
const MEANING = [
  '00080060 00180050 00180088 00200032 00200037 00200052 00280030 00281052 00281053 00281054 00283000',
].join(' ');

const SIGNED: ReadonlySet<string> = new Set(
  [
    ...[IDENTITY, EQUIPMENT, GENERAL_IMAGE, IMAGE_PIXEL, MULTI_FRAME, ENHANCED_IMAGE, X_RAY],
    ...[ULTRASOUND, SEGMENTATION, MARKING, MEANING],
  ].flatMap((tags) => tags.split(' ').map((tag) => `x${tag}`)),
);

/** Put in or changed after signing, each would change what is seen or what is claimed of its origin. */
const VOUCHED_FOR: ReadonlySet<string> = new Set(
  [
    '00080008 0008001c 00082111 00082112 00089215 0018a001',
    '00280004 00281052 00281053 00283000 52009229 52009230 7fe00010',
  ].flatMap((tags) => tags.split(' ').map((tag) => `x${tag}`)),
);

/** Overlays and curves repeat in even groups (PS3.5 §7.6). */
const OVERLAY_OR_CURVE = /^x(50|60)[01][02468ace]/;

/** The elements to sign, in their order. Sequences that hold an unknown VR cannot be (PS3.3 C.12.1.1.3.1.1). */
export function elementsToSign(elements: readonly Element[], privateCreators: readonly string[]): Element[] {
  const blocks = privateBlocks(elements, privateCreators);
  return elements.filter(
    (element) =>
      (SIGNED.has(element.tag) || OVERLAY_OR_CURVE.test(element.tag) || blocks.has(blockOf(element.tag))) &&
      isSignable(element) &&
      !holdsUnknown(element),
  );
}

/**
 * Of the elements of a generated image, those without which a signature says nothing
 * about it: its pixels, what changes their look, its marks, the private blocks of these creators.
 */
export function elementsToVouchFor(
  elements: readonly Element[],
  privateCreators: readonly string[],
): string[] {
  const blocks = privateBlocks(elements, privateCreators);
  return elements
    .map(({ tag }) => tag)
    .filter((tag) => VOUCHED_FOR.has(tag) || OVERLAY_OR_CURVE.test(tag) || blocks.has(blockOf(tag)));
}

/** True where one of these creators has private elements. */
export function hasBlockOf(elements: readonly Element[], creators: readonly string[]): boolean {
  return privateBlocks(elements, creators).size > 0;
}

function privateBlocks(elements: readonly Element[], creators: readonly string[]): ReadonlySet<string> {
  const found = elements.filter(
    ({ tag, value }) => isPrivate(tag) && /^x....00[1-9a-f]/.test(tag) && creators.includes(ascii(value)),
  );
  return new Set(found.map(({ tag }) => blockOf(tag)));
}

/** Group and block: `009910` for (0099,0010) and (0099,1001); of no private element, nothing. */
function blockOf(tag: string): string {
  if (!isPrivate(tag)) return '';
  return tag.slice(1, 5) + (tag.slice(5, 7) === '00' ? tag.slice(7) : tag.slice(5, 7));
}
