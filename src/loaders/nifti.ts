/**
 * A NIfTI volume as series: its slices as they lie in the patient, values to the bit.
 * The format knows no patient, no study and no modality: UIDs are made from the bytes,
 * the same for the same file, and a volume is CT only where its values can be nothing else.
 *
 * @module
 */
import { sortFrames } from '../dicom/geometry.js';
import { derivedUID } from '../dicom/uid.js';
import type { AcquiredFrame, FrameInfo, PixelFormat, Plane, Rescale, StoredPixels } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { Series } from '../image/series.js';
import { parseRecord } from '../provenance/record.js';
import { sha256 } from '../sha256.js';
import { gunzip } from './gzip.js';
import { isGzip } from './magic.js';
import { type Affine, type NiftiHeader, niftiVersion, readNiftiHeader, truncated } from './niftiHeader.js';
import { rememberRecord } from './niftiRecord.js';
import { asIntegers, niftiType, readVoxels, type SliceGrid, type Voxels } from './niftiVoxels.js';

/** What a file holds: slices to compute on, or pictures to look at. */
export interface NiftiStudy {
  readonly frames: readonly AcquiredFrame[];
  readonly pictures: readonly Series<Picture>[];
  /** What to call each series: there is no Series Description. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/** Secondary Capture: made by no scanner that we know of. Written into no file. */
const NO_MODALITY = '1.2.840.10008.5.1.4.1.1.7';
/** Cosine of row and column beyond which no Image Orientation (Patient) says how they lie. */
const MOST_SHEAR = 1e-3;

/**
 * Reads `.nii` or `.nii.gz`; undefined for bytes that are neither.
 *
 * @throws AttributeError, TruncatedError, DecodeError, OutOfMemoryError.
 */
export async function readNifti(given: Uint8Array, file: string): Promise<NiftiStudy | undefined> {
  const bytes = isGzip(given) ? gunzip(given, file) : given;
  const version = niftiVersion(bytes);
  if (!version) return undefined;
  const header = readNiftiHeader(bytes, version, file);
  const hash = await sha256(bytes);
  const frames: AcquiredFrame[] = [];
  const pictures: Series<Picture>[] = [];
  const descriptions = new Map<string, string>();
  for (let volume = 0; volume < header.volumes; volume++) {
    const slices = asIntegers(readVolume(bytes, header, volume, file));
    const scale = scaleOf(slices, header);
    const info = await infosOf(header, { hash, volume, file }, scale);
    const of = header.volumes > 1 ? ` ${volume + 1} of ${header.volumes}` : '';
    const description = `NIfTI volume${of}${scale.modality === 'CT' ? ', CT by its values' : ''}`;
    descriptions.set(info[0].instance.seriesInstanceUID, description);
    const [first] = slices;
    if (first.kind === 'integer') frames.push(...acquired(slices, info, header));
    else pictures.push(pictureSeries(slices, info, description));
  }
  return { frames, pictures, descriptions };
}

function readVolume(bytes: Uint8Array, header: NiftiHeader, volume: number, file: string): Voxels[] {
  const type = niftiType(header.datatype, file);
  const [columns, rows, slices] = header.size;
  const length = rows * columns * type.bytes;
  const start = header.offset + volume * slices * length;
  // Before anything is allocated: the header promises, the bytes hold.
  if (header.offset + header.volumes * slices * length > bytes.length) throw truncated(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const grid = gridOf(header);
  return Array.from({ length: slices }, (_, k) =>
    readVoxels(view, start + k * length, type, grid, header.littleEndian),
  );
}

/** Rows and columns run as a reader expects them: to the left, to the back, to the feet. */
function gridOf({ size: [columns, rows], affine, comment }: NiftiHeader): SliceGrid {
  // Of a slice of ours the record holds a hash, of the values in this order.
  const fixed = affine === undefined || comment.startsWith('{');
  const flipped = (axis: 0 | 1) => !fixed && runsAgainst(affine.map((row) => row[axis]));
  return { columns, rows, flipColumns: flipped(0), flipRows: flipped(1) };
}

/** RAS: right, anterior and superior count up. */
function runsAgainst(direction: readonly number[]): boolean {
  const steepest = direction.reduce((most, x, i) => (Math.abs(x) > Math.abs(direction[most]) ? i : most), 0);
  return direction[steepest] > 0;
}

interface Scale {
  readonly modality: 'CT' | 'OT';
  readonly rescale: Rescale;
}

function scaleOf(slices: readonly Voxels[], { slope, intercept }: NiftiHeader): Scale {
  const ct = looksLikeCt(slices, slope, intercept);
  return { modality: ct ? 'CT' : 'OT', rescale: { slope, intercept, type: ct ? 'HU' : 'US' } };
}

/** Values looked at in a volume. */
const SAMPLES = 400_000;

/**
 * HU and nothing else: whole numbers from air at −1000 up, a good part of them air, and a
 * part soft tissue. No MR image, map or label looks so; a CT cropped to the inside of the
 * body does not either, and stays without a modality.
 */
function looksLikeCt(slices: readonly Voxels[], slope: number, intercept: number): boolean {
  if (!Number.isInteger(slope) || !Number.isInteger(intercept)) return false;
  const [first] = slices;
  if (first.kind !== 'integer') return false;
  const step = Math.max(1, Math.floor((slices.length * first.stored.length) / SAMPLES));
  let [count, below, air, soft] = [0, 0, 0, 0];
  for (const slice of slices) {
    const { stored } = slice as { stored: StoredPixels };
    for (let i = 0; i < stored.length; i += step) {
      const value = stored[i] * slope + intercept;
      if (value < -8192 || value > 32_767) return false;
      count += 1;
      if (value > -1500 && value < -1100) below += 1;
      else if (value >= -1100 && value <= -900) air += 1;
      else if (value >= -200 && value <= 200) soft += 1;
    }
  }
  // Nothing is thinner than air: what lies far below is padding.
  return air > 0.05 * count && soft > 0.02 * count && below < 0.005 * count;
}

interface Identity {
  readonly hash: string;
  readonly volume: number;
  readonly file: string;
}

async function infosOf(
  header: NiftiHeader,
  { hash, volume, file }: Identity,
  { modality, rescale }: Scale,
): Promise<Omit<FrameInfo, 'format'>[]> {
  const [columns, rows, slices] = header.size;
  const [studyInstanceUID, seriesInstanceUID, frameOfReferenceUID] = await Promise.all([
    derivedUID('nifti study', hash),
    derivedUID('nifti series', hash, String(volume)),
    derivedUID('nifti frame of reference', hash),
  ]);
  const { range } = header;
  return Promise.all(
    Array.from({ length: slices }, async (_, k) => ({
      rows,
      columns,
      rescale,
      photometric: 'MONOCHROME2' as const,
      modality,
      instance: {
        sopClassUID: NO_MODALITY,
        sopInstanceUID: await derivedUID('nifti slice', hash, String(volume), String(k)),
        seriesInstanceUID,
        studyInstanceUID,
        frameOfReferenceUID: header.affine && frameOfReferenceUID,
      },
      instanceNumber: k + 1,
      plane: header.affine && planeOf(header.affine, header, k),
      window: range && { center: (range[0] + range[1]) / 2, width: Math.max(1, range[1] - range[0]) },
      padding: undefined,
      file,
      part10: undefined,
    })),
  );
}

/** Slice k in LPS millimetres; undefined where rows and columns are not at right angles. */
function planeOf(affine: Affine, header: NiftiHeader, k: number): Plane | undefined {
  const [columns, rows, slices] = header.size;
  const lps = affine.map((row, axis) => row.map((value) => (axis < 2 ? -value : value)));
  const column = (axis: number) => lps.map((row) => row[axis]);
  const { flipColumns, flipRows } = gridOf(header);
  const along = column(0).map((x) => (flipColumns ? -x : x));
  const down = column(1).map((x) => (flipRows ? -x : x));
  const [between, height, thickness] = [along, down, column(2)].map((axis) => Math.hypot(...axis));
  if (!(between > 0 && height > 0)) return undefined;
  const row = along.map((x) => x / between);
  const col = down.map((x) => x / height);
  if (Math.abs(row.reduce((sum, x, i) => sum + x * col[i], 0)) > MOST_SHEAR) return undefined;
  const [i, j] = [flipColumns ? columns - 1 : 0, flipRows ? rows - 1 : 0];
  const position = lps.map(([a, b, c, d]) => a * i + b * j + c * k + d);
  return {
    pixelSpacing: [height, between],
    orientation: [...row, ...col] as unknown as Plane['orientation'],
    position: position as unknown as Plane['position'],
    sliceThickness: slices > 1 && thickness > 0 ? thickness : undefined,
  };
}

function acquired(
  slices: readonly Voxels[],
  infos: readonly Omit<FrameInfo, 'format'>[],
  { comment }: NiftiHeader,
): AcquiredFrame[] {
  const record = comment.startsWith('{') ? parseRecord(comment) : undefined;
  return slices.map((slice, k) => {
    const { stored } = slice as { stored: StoredPixels };
    const frame: AcquiredFrame = { ...infos[k], kind: 'acquired', format: formatOf(stored), stored };
    if (record) rememberRecord(frame, record);
    return frame;
  });
}

function formatOf(stored: StoredPixels): PixelFormat {
  const bits = (8 * stored.BYTES_PER_ELEMENT) as 8 | 16 | 32;
  const signed = stored instanceof Int8Array || stored instanceof Int16Array || stored instanceof Int32Array;
  return { bitsAllocated: bits, bitsStored: bits, signed };
}

/** In 32 bits, after scaling. The format is that of nothing stored. */
function pictureSeries(
  slices: readonly Voxels[],
  infos: readonly Omit<FrameInfo, 'format'>[],
  description: string,
): Series<Picture> {
  const format: PixelFormat = { bitsAllocated: 32, bitsStored: 32, signed: true };
  const frames = sortFrames(
    slices.map((slice, k): Picture => {
      const { slope, intercept } = infos[k].rescale;
      const pixels =
        slice.kind === 'colour'
          ? { rgb: slice.rgb }
          : {
              values: Float32Array.from(
                (slice as { values: Float64Array }).values,
                (value) => value * slope + intercept,
              ),
            };
      const rescale = { slope: 1, intercept: 0, type: infos[k].rescale.type };
      return { ...infos[k], rescale, kind: 'picture', format, pixels };
    }),
  );
  const [first] = frames;
  return {
    seriesInstanceUID: first.instance.seriesInstanceUID,
    studyInstanceUID: first.instance.studyInstanceUID,
    modality: first.modality,
    description,
    number: undefined,
    frames,
    sliceSpacing: first.plane?.sliceThickness,
    notes: [],
  };
}
