/** What can be got hold of from a value by any property: everything that could hold pixels. */

/** Bytes or numbers, and how they were reached. */
export interface Reached {
  /** `series.frames.0.stored` */
  readonly path: string;
  readonly key: string;
  readonly value: ArrayBufferView | ArrayBuffer | Blob | ImageData | ReadableStream;
  /** The object whose property it is. */
  readonly holder: object;
}

/** Arrays of plain numbers as long as this could be a picture: 64 x 64. */
const PICTURE = 4096;

/**
 * Own properties whatever their kind, getters, maps and sets, and what classes compute by getters.
 * Not followed: nodes of a page, which are walked by those who know what they paint.
 */
export function reachableFrom(value: unknown, path = 'value'): Reached[] {
  const found: Reached[] = [];
  const seen = new Set<unknown>();
  const visit = (one: unknown, at: string, key: string, holder: object) => {
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) return;
    seen.add(one);
    if (holdsPixels(one)) found.push({ path: at, key, value: one, holder });
    else if (!isNode(one)) {
      for (const [name, inner] of propertiesOf(one)) visit(inner, `${at}.${name}`, name, one);
    }
  };
  visit(value, path, path, {});
  return found;
}

function holdsPixels(value: object): value is Reached['value'] {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return true;
  if (value instanceof Blob || value instanceof ReadableStream) return true;
  if (typeof ImageData !== 'undefined' && value instanceof ImageData) return true;
  if (typeof ImageBitmap !== 'undefined' && value instanceof ImageBitmap) return true;
  return Array.isArray(value) && value.length >= PICTURE && typeof value[0] === 'number';
}

function isNode(value: object): boolean {
  return typeof Node !== 'undefined' && (value instanceof Node || value === globalThis.window);
}

function* propertiesOf(value: object): Generator<[string, unknown]> {
  if (value instanceof Map || value instanceof Set) {
    for (const [key, inner] of value.entries()) yield [String(key), inner];
  }
  for (const key of Reflect.ownKeys(value)) yield [String(key), readOf(value, key)];
  for (let type = Object.getPrototypeOf(value); type; type = Object.getPrototypeOf(type)) {
    if (isBuiltIn(type.constructor)) return;
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (get) yield [key, readOf(value, key)];
    }
  }
}

function isBuiltIn(made: unknown): boolean {
  // The prototype of generators has an object there.
  return typeof made !== 'function' || /\[native code\]/.test(Function.prototype.toString.call(made));
}

/** Getters of strict functions throw where they are looked at: `arguments`, `caller`. */
function readOf(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** Pearson's correlation, of as many values as both have. */
export function likeness(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = Math.min(a.length, b.length);
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sumA += a[i];
    sumB += b[i];
    sumAA += a[i] * a[i];
    sumBB += b[i] * b[i];
    sumAB += a[i] * b[i];
  }
  const spread = Math.sqrt((sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n));
  return spread > 0 ? (sumAB - (sumA * sumB) / n) / spread : 0;
}
