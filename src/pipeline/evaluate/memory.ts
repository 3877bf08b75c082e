/**
 * Remembers what does not depend on the model (simulated slices, baselines' figures),
 * so that the next model is judged in less time.
 *
 * @module
 */

/** Values by key, for as long as the host keeps them; structured-clonable. */
export interface Store {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

export interface Memory {
  /** The value of an earlier call with this key, else what `make` gives. */
  remember<T>(key: string, make: () => T | Promise<T>): Promise<T>;
}

/** Changes when anything that is remembered is computed differently. */
const EDITION = 2;

/** Memory over a store; without one, of the last few values only. */
export function createMemory(store?: Store): Memory {
  const recent = new Map<string, unknown>();
  const keep = (key: string, value: unknown) => {
    recent.set(key, value);
    const [oldest] = recent.keys();
    if (recent.size > 64 && oldest !== undefined) recent.delete(oldest);
  };
  return {
    async remember<T>(name: string, make: () => T | Promise<T>): Promise<T> {
      const key = `${EDITION} ${name}`;
      if (recent.has(key)) return recent.get(key) as T;
      const found = await store?.read(key);
      if (found !== undefined) {
        keep(key, found);
        return found as T;
      }
      const value = await make();
      keep(key, value);
      await store?.write(key, value);
      return value;
    },
  };
}
