/** The two halves of jpeg-js, so that whoever only reads JPEG downloads no writer. */
declare module 'jpeg-js/lib/encoder.js' {
  export default function encode(
    image: { width: number; height: number; data: Uint8Array },
    quality: number,
  ): { data: Uint8Array };
}
declare module 'jpeg-js/lib/decoder.js' {
  export default function decode(
    bytes: Uint8Array,
    options: {
      useTArray: true;
      formatAsRGBA: false;
      tolerantDecoding: false;
      maxResolutionInMP: number;
      maxMemoryUsageInMB: number;
    },
  ): { width: number; height: number; data: Uint8Array };
}
