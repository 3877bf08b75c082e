/** The Emscripten glue of the wasm codecs, which comes without types. */
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  export default function open(options: object): Promise<object>;
}
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  export default function open(options: object): Promise<object>;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export default function open(options: object): Promise<object>;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  export default function open(options: object): Promise<object>;
}
