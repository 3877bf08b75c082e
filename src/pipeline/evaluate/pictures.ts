/**
 * Pictures of one slice as everyone leaves it, and of what each took away. Those of
 * the model carry its stamp and a signed manifest.
 *
 * @module
 */

import { structureGuard } from '../../evaluation/structureGuard.js';
import type { Window } from '../../image/frame.js';
import { displayGrey } from '../../image/window.js';
import { labelOf } from '../../provenance/label.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import { stamp } from '../../provenance/stamp.js';
import { withManifest } from '../credential.js';
import { type Contender, type End, RIVALS, type Rival } from './contender.js';
import type { Ground } from './figures.js';
import { AIR } from './guard.js';
import { cropped, type View } from './lesions.js';
import { type KnownNoise, runRival } from './rivals.js';
import type { QuietSlice } from './subject.js';

const SOFT: Window = { center: 40, width: 400 };
const LUNG: Window = { center: -600, width: 1500 };
/** Residuals: ±100 HU from black to white. */
const RESIDUAL: Window = { center: 0, width: 200 };
/** Colour of the guard's map at its threshold: #d48cff as on the stage, for amber is the stamp's alone. */
const MARK = [0xd4, 0x8c, 0xff] as const;
/** Pixels left around the patient. */
const MARGIN = 8;

/** PNG bytes. */
export interface Panel {
  readonly of: Contender | 'reference';
  readonly soft: Uint8Array;
  readonly lung: Uint8Array;
  /** Input − image; undefined for input and reference. */
  readonly residual: Uint8Array | undefined;
}

export interface Pictures {
  readonly series: string;
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly panels: readonly Panel[];
  /** The model's fidelity end under the guard’s map: violet where more than noise went. */
  readonly guard: Uint8Array | undefined;
}

export interface PictureSources {
  readonly ground: Ground;
  readonly input: Float32Array;
  readonly noise: KnownNoise;
  readonly quiet: QuietSlice;
  readonly series: string;
  readonly index: number;
  /** Classical denoisers that are painted; all when absent. */
  readonly rivals?: readonly Rival[];
  /** Largest size of a picture, cut from the middle of the patient; all of it when absent. */
  readonly most?: { readonly rows: number; readonly columns: number };
}

/** Paints the reference, the input and all denoisers, cut to the patient. */
export async function picturesOf({
  ground,
  input,
  noise,
  quiet,
  series,
  index,
  rivals = RIVALS,
  most,
}: PictureSources): Promise<Pictures> {
  const { values, rows, columns } = ground.reference;
  const view = middleOf(viewOf(ground.body, rows, columns), most);
  const panels: Panel[] = [];
  const add = async (of: Panel['of'], image: Float32Array, frame?: MarkedFrame) => {
    const part = cropped(image, columns, view);
    const removed = cropped(
      input.map((value, i) => value - image[i]),
      columns,
      view,
    );
    panels.push({
      of,
      soft: await paint(part, view, SOFT, frame),
      lung: await paint(part, view, LUNG, frame),
      residual:
        of === 'input' || of === 'reference' ? undefined : await paint(removed, view, RESIDUAL, frame),
    });
  };
  await add('reference', values);
  await add('input', input);
  for (const rival of rivals) await add(rival, runRival(rival, input, rows, columns, noise, ground.body));
  for (const end of Object.keys(quiet.images) as End[]) await add(end, quiet.images[end]!, quiet.frames[end]);
  return { series, index, width: view.columns, height: view.rows, panels, guard: await guardPicture() };

  async function guardPicture(): Promise<Uint8Array> {
    const { encode } = await import('fast-png');
    const image = quiet.images.fidelity!;
    const residual = input.map((value, i) => value - image[i]);
    const { map, threshold } = structureGuard(input, residual, rows, columns, {
      pixelSpacing: ground.reference.pixelSpacing,
      air: AIR,
    });
    const grey = cropped(image, columns, view);
    const share = cropped(map, columns, view);
    const rgb = new Uint8Array(grey.length * 3);
    for (let i = 0; i < grey.length; i++) {
      const base = displayGrey(grey[i], SOFT);
      // Below half of the threshold it stays grey: noise reaches that far.
      const tint = Math.min(1, Math.max(0, (2 * share[i]) / threshold - 1));
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = base + (MARK[c] - base) * 0.8 * tint;
    }
    stamp({ width: view.columns, height: view.rows, rgb }, labelOf(quiet.frames.fidelity!));
    const png = encode({ width: view.columns, height: view.rows, data: rgb, channels: 3, depth: 8 });
    return withManifest(png, quiet.frames.fidelity);
  }
}

/** Grey PNG; a generated one in colour, with its label inside and a manifest. */
export async function paint(
  values: Float32Array,
  { rows, columns }: Pick<View, 'rows' | 'columns'>,
  window: Window,
  frame?: MarkedFrame,
): Promise<Uint8Array> {
  const { encode } = await import('fast-png');
  const channels = frame ? 3 : 1;
  const data = new Uint8Array(values.length * channels);
  for (let i = 0; i < values.length; i++) {
    data.fill(displayGrey(values[i], window), i * channels, (i + 1) * channels);
  }
  if (frame) stamp({ width: columns, height: rows, rgb: data }, labelOf(frame));
  return withManifest(encode({ width: columns, height: rows, data, channels, depth: 8 }), frame);
}

/** The patient's bounding box and a margin. */
function viewOf(body: Uint8Array, rows: number, columns: number): View {
  let [top, left, bottom, right] = [rows, columns, 0, 0];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (body[r * columns + c] === 0) continue;
      top = Math.min(top, r);
      bottom = Math.max(bottom, r);
      left = Math.min(left, c);
      right = Math.max(right, c);
    }
  }
  const row = Math.max(0, top - MARGIN);
  const column = Math.max(0, left - MARGIN);
  return {
    row,
    column,
    rows: Math.min(rows, bottom + MARGIN + 1) - row,
    columns: Math.min(columns, right + MARGIN + 1) - column,
  };
}

/** The middle of a view, no larger than asked. */
function middleOf(view: View, most: PictureSources['most']): View {
  if (!most) return view;
  const rows = Math.min(view.rows, most.rows);
  const columns = Math.min(view.columns, most.columns);
  return {
    row: view.row + ((view.rows - rows) >> 1),
    column: view.column + ((view.columns - columns) >> 1),
    rows,
    columns,
  };
}
