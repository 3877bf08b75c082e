/**
 * Every sentence of a verdict, by a stable code: the page says them in the reader's
 * language, JSON and the command line in English.
 *
 * Words are chosen so that none says more than the layer proves: no sign of
 * generation says nothing about truth, and a key of the device proves only that a
 * file did not change since.
 *
 * @module
 */

/** What a sentence names: numbers, ids, certificate names; never attribute values. */
export type Fields = Readonly<Record<string, string | number>>;

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁹` of 9. */
export function powerOfTen(exponent: number): string {
  return `10${Array.from(String(exponent), (digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
}

export const SENTENCES = {
  'attributes.say': () => 'The attributes say that the pixels are generated.',
  'attributes.picture': () => 'The text inside the picture says that the pixels are generated.',
  'attributes.flagGone': () =>
    'A provenance record is there, but Synthetic Data (0008,001C) no longer says YES.',
  'attributes.none': () => 'No attribute says that the pixels are generated. That proves nothing.',

  'pixelHash.noRecord': () => 'No provenance record of ours.',
  'pixelHash.damagedRecord': () => 'The provenance record is damaged.',
  'pixelHash.undecodable': () => 'The pixels can no longer be decoded.',
  'pixelHash.unread': () => 'The pixels are compressed in a way not read here.',
  'pixelHash.picture': () =>
    'The record speaks of the slice before it became this picture: its hash cannot be held against it.',
  'pixelHash.manifest': () => 'The picture’s own manifest binds every byte of it, and holds.',
  'pixelHash.signed': () => 'The digital signature covers the pixels themselves, and holds.',
  'pixelHash.changed': () => 'The pixels are not the ones that were sealed.',
  'pixelHash.blocks': ({ changed, total, row, column }: Fields) =>
    `The pixels are not the ones that were sealed: ${changed} of ${total} blocks ${changed === 1 ? 'was' : 'were'} changed, around row ${row}, column ${column}.`,
  'pixelHash.described': () => 'The description of the pixels (size, bits or rescale) was changed.',
  'pixelHash.holds': () => 'The pixels equal the hash in the provenance record.',

  'mark.detected': ({ odds }: Fields) =>
    `The pixel mark is there: an unmarked picture would answer so at most once in ${odds}.`,
  'mark.stripped': ({ odds }: Fields) =>
    `The attributes say nothing, yet the pixel mark is there: an unmarked picture would answer so at most once in ${odds}.`,
  'mark.none': () => 'No pixel mark was found. That proves nothing.',
  'mark.lost': () => 'The record says that a pixel mark was embedded. It was not found.',
  'mark.notLooked': () => 'No pixel mark was looked for.',
  'mark.unread': () => 'The pixels could not be read to look for a mark.',

  'signature.none': () => 'The file carries no digital signature.',
  'signature.trusted': ({ name }: Fields) => `The signature of ${name} holds, whom this installation trusts.`,
  'signature.thisDevice': () => 'The signature of this device’s own key holds. Such a key names nobody.',
  'signature.device': () =>
    'The signature of another installation’s key holds. It names nobody: it proves only that the file did not change since.',
  'signature.unknown': ({ name }: Fields) =>
    `A signature in the name of ${name} holds. Nobody here vouches for that name.`,
  'signature.expired': ({ name }: Fields) =>
    `A signature in the name of ${name} holds, but the certificate is not valid at this time.`,
  'signature.partial': () =>
    'A digital signature holds, but it does not cover all that speaks of the origin.',
  'signature.revoked': ({ name }: Fields) =>
    `The certificate of ${name}, who signed, was revoked: do not rely on it.`,
  'signature.fails': () => 'A digital signature is there and does not hold.',
  'signature.unchecked': () => 'A digital signature is there that cannot be checked here.',

  'c2pa.none': () => 'The file carries no C2PA manifest.',
  'c2pa.trusted': ({ name }: Fields) =>
    `The C2PA manifest holds, signed by ${name}, whom this installation trusts.`,
  'c2pa.thisDevice': () => 'The C2PA manifest holds, signed with this device’s own key, which names nobody.',
  'c2pa.device': () => 'The C2PA manifest holds, signed with another installation’s key, which names nobody.',
  'c2pa.unknown': ({ name }: Fields) =>
    `The C2PA manifest holds, signed in the name of ${name}. Nobody here vouches for that name.`,
  'c2pa.expired': ({ name }: Fields) =>
    `The C2PA manifest holds, signed in the name of ${name}, but the certificate is not valid at this time.`,
  'c2pa.revoked': ({ name }: Fields) =>
    `The certificate of ${name}, who signed the C2PA manifest, was revoked: do not rely on it.`,
  'c2pa.fails': () => 'A C2PA manifest is there and does not hold.',
  'c2pa.unchecked': () => 'A C2PA manifest is there that cannot be checked here.',

  'verdict.verified.trusted': ({ name }: Fields) =>
    `Generated, and unchanged since ${name} signed it, whom this installation trusts.`,
  'verdict.verified.thisDevice': () =>
    'Generated, and unchanged since it was signed on this device. Its key names nobody.',
  'verdict.verified.device': () =>
    'Generated, and unchanged since it was signed with another installation’s key. Whose that is, nothing says.',
  'verdict.verified.unknown': ({ name }: Fields) =>
    `Generated, and unchanged since it was signed in the name of ${name}, for whom nobody here vouches.`,
  'verdict.verified.expired': ({ name }: Fields) =>
    `Generated, and unchanged since it was signed in the name of ${name}, whose certificate is not valid at this time.`,
  'verdict.claimed': () => 'Declared generated. Nothing proves it intact.',
  'verdict.claimed.intact': () =>
    'Declared generated; its pixels fit the record inside. The record itself is unsigned.',
  'verdict.claimed.stripped': () =>
    'Generated, although the file does not say so: its pixels carry our mark. Attributes and record are missing or were removed.',
  'verdict.claimed.mark': () =>
    'Declared generated, and its pixels carry our mark. Nothing proves it intact.',
  'verdict.claimed.part': ({ generated, files }: Fields) =>
    `Partly generated: ${generated} of ${files} slices say so. Nothing proves the series whole and intact.`,
  'verdict.altered': () => 'Altered: a proof is there and does not hold.',
  'verdict.altered.revoked': ({ name }: Fields) =>
    `Not to be relied on: the certificate of ${name}, who signed, was revoked.`,
  'verdict.altered.blocks': ({ changed, total, row, column }: Fields) =>
    `Altered: ${changed} of ${total} blocks of pixels ${changed === 1 ? 'was' : 'were'} changed, around row ${row}, column ${column}.`,
  'verdict.altered.some': ({ altered, files }: Fields) =>
    `Altered: the proof of ${altered} of ${files} slices does not hold.`,
  'verdict.unmarked': () => 'No sign of generation was found. That does not make it genuine.',
  'verdict.unmarked.signed': () =>
    'No sign of generation was found; a signature on the file holds. That alone does not make its content true.',
} as const satisfies Readonly<Record<string, (fields: Fields) => string>>;

/** A stable name of a sentence. */
export type SentenceCode = keyof typeof SENTENCES;

/** The sentence in English. */
export function sentenceOf(code: SentenceCode, fields: Fields = {}): string {
  const say: (fields: Fields) => string = SENTENCES[code];
  return say(fields);
}
