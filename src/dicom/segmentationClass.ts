/** Segmentation Storage (PS3.6 Annex A): named without what reads or writes it. */
export const SEGMENTATION = '1.2.840.10008.5.1.4.1.1.66.4';
