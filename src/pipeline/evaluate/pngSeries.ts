/**
 * A series as a folder of 16-bit grey PNG, one file a slice, and a `meta.json` with
 * `modality`, `pixel_spacing_mm`, `png_offset` (value = pixel − offset) and, where the
 * slices are of different scans, `independent_slices` and the spacing of each.
 *
 * @module
 */
import { AttributeError } from '../../errors.js';
import { sha256 } from '../../sha256.js';
import type { CohortFile, CohortSeries } from './cohort.js';

interface Meta {
  readonly name?: string;
  readonly modality?: string;
  readonly png_offset?: number;
  readonly pixel_spacing_mm?: readonly number[];
  readonly slice_spacing_mm?: number | null;
  readonly independent_slices?: boolean;
  readonly slices?: readonly { readonly pixel_spacing_mm?: readonly number[] }[];
}

/**
 * Opens a series; its slices are decoded when asked for.
 *
 * @throws AttributeError when meta.json is no JSON or a slice is no grey PNG.
 */
export async function openPngSeries(meta: CohortFile, files: readonly CohortFile[]): Promise<CohortSeries> {
  const about = await readMeta(meta);
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    name: about.name ?? meta.name.split('/').at(-2) ?? 'series',
    key: await sha256(await meta.read()),
    modality: about.modality ?? 'CT',
    length: sorted.length,
    independent: about.independent_slices === true,
    spacing: about.slice_spacing_mm ?? undefined,
    async slice(index) {
      const { decode } = await import('fast-png');
      const { name } = sorted[index];
      let picture: ReturnType<typeof decode>;
      try {
        picture = decode(await sorted[index].read());
      } catch (cause) {
        throw bad(name, 'This is no PNG that can be read.', cause);
      }
      if (picture.channels !== 1) throw bad(name, 'The picture is not grey.');
      const offset = about.png_offset ?? 0;
      const values = Float32Array.from(picture.data, (value) => value - offset);
      const spacing = about.slices?.[index]?.pixel_spacing_mm ?? about.pixel_spacing_mm;
      const pixelSpacing = spacing?.length === 2 ? ([spacing[0], spacing[1]] as const) : undefined;
      return { values, rows: picture.height, columns: picture.width, pixelSpacing };
    },
  };
}

async function readMeta(file: CohortFile): Promise<Meta> {
  try {
    return JSON.parse(new TextDecoder().decode(await file.read())) as Meta;
  } catch (cause) {
    throw bad(file.name, 'meta.json is not JSON.', cause);
  }
}

function bad(file: string, message: string, cause?: unknown): AttributeError {
  return new AttributeError(message, {
    file,
    remedy: 'Give folders of 16-bit grey PNG with a meta.json, or DICOM files.',
    cause,
  });
}
