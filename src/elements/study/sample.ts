/**
 * The list of files that a page offers as a sample.
 *
 * @module
 */

/** URLs of the sample's files; rejects when the list cannot be read. */
export async function readSample(list: URL): Promise<string[]> {
  return filesOf(await readJson(list)).map((name) => new URL(name, list).href);
}

async function readJson(url: URL): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** A list of file names, or an object that holds one under `files`. */
function filesOf(index: unknown): string[] {
  const list = Array.isArray(index) ? index : (index as { files?: unknown } | null)?.files;
  if (!Array.isArray(list)) return [];
  return list.map((entry) =>
    typeof entry === 'string' ? entry : String((entry as { url?: string }).url ?? ''),
  );
}
