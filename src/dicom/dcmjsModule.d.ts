/** The little of dcmjs that we use; the package ships no types. */
declare module 'dcmjs' {
  interface DictionaryEntry {
    readonly tag: string;
    readonly vr: string;
    readonly name: string;
  }
  interface Logger {
    getLevel(): number;
    setLevel(level: number | 'silent', persist: boolean): void;
    getLogger(name: string): Logger;
  }
  interface Dcmjs {
    readonly log: Logger;
    readonly data: {
      readonly DicomDict: new (
        meta: object,
      ) => {
        dict: object;
        write(options: { allowInvalidVRLength: boolean }): ArrayBuffer;
      };
      readonly DicomMetaDictionary: {
        readonly dictionary: Readonly<Record<string, DictionaryEntry | undefined>>;
        readonly nameMap: Readonly<Record<string, DictionaryEntry | undefined>>;
      };
    };
  }
  export const log: Dcmjs['log'];
  export const data: Dcmjs['data'];
  const all: Dcmjs;
  export default all;
}
