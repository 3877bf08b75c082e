/**
 * Lossy Image Compression (PS3.3 C.7.6.1.1.5): once pixels went through a lossy codec,
 * all that is made of them says so.
 *
 * @module
 */
import type { Attributes } from './dcmjs.js';
import type { SourceHeader } from './derivedHeader.js';

/** Syntaxes that are always lossy, and their Lossy Image Compression Method (0028,2114). */
const LOSSY: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.51': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.53': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.55': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.81': 'ISO_14495_1',
};
/** May be either; without a word from the source nobody knows. */
const EITHER: readonly string[] = [
  '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.93',
  '1.2.840.10008.1.2.4.203',
];

/** The attributes to add to a copy of the source: none where its own already tell. */
export function lossyCompression({ dataSet, transferSyntaxUID, pixelBytes }: SourceHeader): Attributes {
  if (dataSet['00282110']?.Value[0] === '01') return {};
  const method = LOSSY[transferSyntaxUID];
  if (method) {
    const number = (tag: string) => Number(dataSet[tag]?.Value[0] ?? 0);
    const frames = number('00280008') || 1;
    const plain = frames * number('00280010') * number('00280011') * Math.ceil(number('00280100') / 8);
    return {
      LossyImageCompression: '01',
      LossyImageCompressionRatio: Math.max(1, plain / pixelBytes).toFixed(2),
      LossyImageCompressionMethod: method,
    };
  }
  return dataSet['00282110'] || EITHER.includes(transferSyntaxUID) ? {} : { LossyImageCompression: '00' };
}
