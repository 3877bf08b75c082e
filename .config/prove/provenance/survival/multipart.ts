/** Bodies of DICOMweb (RFC 2387 multipart/related), as STOW-RS takes and WADO-RS gives them. */

const BOUNDARY = 'veritome-survival';

/** DICOM files in one body. */
export function multipartBody(files: readonly Uint8Array[]): { body: Uint8Array<ArrayBuffer>; type: string } {
  const parts = files.flatMap((file) => [
    Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`),
    file,
    Buffer.from('\r\n'),
  ]);
  return {
    body: new Uint8Array(Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])),
    type: `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`,
  };
}

/** The parts of a body whose content type this is. */
export function multipartParts(body: Uint8Array, type: string): Uint8Array[] {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (!boundary) throw new Error(`No boundary in ${type}.`);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const line = Buffer.from(`--${boundary}`);
  const parts: Uint8Array[] = [];
  let at = bytes.indexOf(line);
  while (at >= 0) {
    const head = bytes.indexOf('\r\n\r\n', at);
    // What is left is the closing line.
    if (head < 0) break;
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), line]), head);
    if (next < 0) throw new Error('The body ends within a part.');
    parts.push(new Uint8Array(bytes.subarray(head + 4, next)));
    at = next + 2;
  }
  return parts;
}
