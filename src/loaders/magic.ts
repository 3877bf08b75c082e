/** What a file is by its first bytes. A DICOM preamble may look like anything: its prefix wins. */

/** Enough for what is told here. */
export const HEAD_BYTES = 132;

/** A local header, or the end of an empty directory. */
export function isZip(head: Uint8Array): boolean {
  return (
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)) &&
    !isPart10(head)
  );
}

/** A gzip stream of deflated bytes. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8 && !isPart10(head);
}

function isPart10(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(128, 132)) === 'DICM';
}

/** True for a name of a NIfTI file. */
export function isNiftiName(name: string): boolean {
  return /\.(nii|hdr)(\.gz)?$/i.test(name);
}
