/**
 * Decoders compiled to WebAssembly: Emscripten modules whose wasm and glue come from
 * the asset folder, opened once and kept while they behave.
 *
 * @module
 */
import { AssetError, DecodeError } from '../../errors.js';
import { assetPaths, readAsset } from '../../registry/assets.js';

/** What the glue exports: see `asModule` of the build. */
interface WasmGlue {
  readonly default: (options: object) => Promise<object>;
}

/** A decoder object in wasm memory; good for one codestream. */
interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  /** 0 by plane, 1 by line, 2 by pixel; CharLS alone has it. */
  getInterleaveMode?(): number;
  getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  delete(): void;
}

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
}

interface WasmInstance {
  readonly HEAPU8?: Uint8Array;
  readonly [decoder: string]: (new () => WasmDecoder) | Uint8Array | undefined;
}

/** What a decoder made of a codestream. */
export interface WasmPicture extends FrameInfo {
  /** A copy, outside wasm memory. */
  readonly samples: Uint8Array;
  readonly interleaveMode: number | undefined;
}

/** Wasm memory never shrinks; an instance that grew beyond this is given up after the frame. */
const KEPT_BYTES = 256 * 2 ** 20;

/** One codec: its assets and class, and the instance in use. */
export class WasmCodec {
  readonly #asset: string;
  readonly #decoder: string;
  #module: Promise<WebAssembly.Module> | undefined;
  #instance: Promise<WasmInstance> | undefined;
  /** What the library printed since the frame began. */
  #printed: string[] = [];

  /**
   * @param asset name of both files in the codecs' asset folder, without `.wasm` and `.mjs`.
   * @param decoder name of the class that the module exports.
   */
  constructor(asset: string, decoder: string) {
    this.#asset = asset;
    this.#decoder = decoder;
  }

  /**
   * Decodes one codestream.
   *
   * @throws DecodeError for whatever the library throws, aborts with or prints as an error.
   *   The instance is then thrown away: the libraries are built without unwinding, so
   *   what it leaves behind is in no known state.
   */
  async decode(codestream: Uint8Array, file: string): Promise<WasmPicture> {
    const instance = await this.#open();
    try {
      const picture = this.#run(instance, codestream);
      const complaint = this.#printed.find((line) => /error|truncated|corrupt/i.test(line));
      if (complaint !== undefined) throw new Error(complaint);
      if ((instance.HEAPU8?.length ?? 0) > KEPT_BYTES) this.#instance = undefined;
      return picture;
    } catch (cause) {
      this.#instance = undefined;
      throw new DecodeError('The codestream is damaged.', {
        file,
        attribute: 'PixelData (7FE0,0010)',
        remedy: 'Fetch the file again from its source.',
        // A C++ exception arrives as its address.
        cause: cause instanceof Error ? cause : undefined,
      });
    }
  }

  #run(instance: WasmInstance, codestream: Uint8Array): WasmPicture {
    this.#printed = [];
    const decoder = new (instance[this.#decoder] as new () => WasmDecoder)();
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    const samples = decoder.getDecodedBuffer();
    const picture = {
      width,
      height,
      bitsPerSample,
      componentCount,
      samples: Uint8Array.from(samples),
      interleaveMode: decoder.getInterleaveMode?.(),
    };
    decoder.delete();
    return picture;
  }

  #open(): Promise<WasmInstance> {
    this.#instance ??= this.#start().catch((error: unknown) => {
      this.#instance = undefined;
      throw error;
    });
    return this.#instance;
  }

  async #start(): Promise<WasmInstance> {
    const [module, glue] = await Promise.all([this.#compile(), this.#glue()]);
    return new Promise((resolve, reject) => {
      const print = (line: string) => this.#printed.push(line);
      const options = {
        print,
        printErr: print,
        // Compiled once here: the glue would fetch by a path of its own.
        instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
          WebAssembly.instantiate(module, imports).then(receive).catch(reject);
          return {};
        },
      };
      glue.default(options).then((instance) => resolve(instance as WasmInstance), reject);
    });
  }

  /** By address, not through a bundler: it is a script of the asset folder, as the workers are. */
  async #glue(): Promise<WasmGlue> {
    const url = `${assetPaths().codecs}${this.#asset}.mjs`;
    try {
      return await import(/* @vite-ignore */ url);
    } catch (cause) {
      throw new AssetError(`The asset codecs/${this.#asset}.mjs could not be loaded.`, {
        attribute: 'assets',
        remedy:
          "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
        cause,
      });
    }
  }

  #compile(): Promise<WebAssembly.Module> {
    this.#module ??= readAsset(`${assetPaths().codecs}${this.#asset}.wasm`)
      .then((bytes) => WebAssembly.compile(bytes as BufferSource))
      .catch((error: unknown) => {
        this.#module = undefined;
        throw error;
      });
    return this.#module;
  }
}
