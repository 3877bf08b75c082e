/**
 * Checks of values that came from elsewhere: each gives the value built anew from what it
 * knows, or throws. Nothing is read but own properties that a check names.
 *
 * ```ts
 * const ask = shape({ series: text(255), format: oneOf(['dicom', 'png']) });
 * ask(event.data, 'export');
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';

/** Gives `value` as a `T`, or throws an ArgumentError that names `at`, never the value. */
export type Check<T> = (value: unknown, at: string) => T;

export function refuse(at: string): never {
  throw new ArgumentError('A message of the bridge is not what the protocol says.', {
    attribute: at,
    remedy: 'Use the same version of the package on both sides, and values within its bounds.',
  });
}

/** A string of at most `most` characters, of which none is a control character. */
export function text(most: number, pattern?: RegExp): Check<string> {
  return (value, at) => {
    if (typeof value !== 'string' || value.length > most || CONTROL.test(value)) return refuse(at);
    return !pattern || pattern.test(value) ? value : refuse(at);
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

export function number(least: number, most: number): Check<number> {
  return (value, at) => (typeof value === 'number' && value >= least && value <= most ? value : refuse(at));
}

export function whole(least: number, most: number): Check<number> {
  const inside = number(least, most);
  return (value, at) => (Number.isInteger(value) ? inside(value, at) : refuse(at));
}

export function oneOf<const T extends string>(values: readonly T[]): Check<T> {
  return (value, at) => values.find((one) => one === value) ?? refuse(at);
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, at) => (value === undefined ? undefined : check(value, at));
}

export function nothing(value: unknown, at: string): null {
  return value === null ? null : refuse(at);
}

export function list<T>(check: Check<T>, most: number): Check<T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > most) return refuse(at);
    // By index: an array may have holes, which `map` would pass by.
    return Array.from({ length: value.length }, (_, i) => check(value[i], `${at}[${i}]`));
  };
}

type Checked<S> = { [K in keyof S]: S[K] extends Check<infer T> ? T : never };

/** A plain object with these properties and no other; absent ones are `undefined` to their check. */
export function shape<S extends Readonly<Record<string, Check<unknown>>>>(checks: S): Check<Checked<S>> {
  const names = Object.keys(checks);
  return (value, at) => {
    const given = plainObject(value, at);
    for (const name of Object.keys(given)) if (!Object.hasOwn(checks, name)) refuse(at);
    const read: Record<string, unknown> = {};
    for (const name of names) {
      const checked = checks[name](Object.hasOwn(given, name) ? given[name] : undefined, `${at}.${name}`);
      if (checked !== undefined) read[name] = checked;
    }
    return read as Checked<S>;
  };
}

export function plainObject(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return refuse(at);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Words, numbers, lists and objects of them, not deeper than `depth`: no bytes, no handles, nothing that runs. */
export function plain(depth: number, most: number, longest: number): Check<unknown> {
  return (value, at) => {
    let left = most;
    const copy = (one: unknown, level: number): unknown => {
      left -= 1;
      if (left < 0 || level > depth) return refuse(at);
      if (one === null || one === undefined || typeof one === 'boolean' || typeof one === 'number')
        return one;
      if (typeof one === 'string') return one.length <= longest ? one : refuse(at);
      if (Array.isArray(one)) {
        if (one.length > left) return refuse(at);
        return Array.from({ length: one.length }, (_, i) => copy(one[i], level + 1));
      }
      const entries = Object.entries(plainObject(one, at));
      // Defined, not assigned: `__proto__` stays a name.
      return Object.fromEntries(entries.map(([name, inner]) => [name, copy(inner, level + 1)]));
    };
    return copy(value, 0);
  };
}
