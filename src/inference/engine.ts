/**
 * What models do with slices, where they run: the noise of a slice, and a slice
 * between two. The same code runs in the worker of a page and in Node.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { untouchable } from '../image/air.js';
import { toModality } from '../image/frame.js';
import type { Execution } from '../provenance/record.js';
import { inputSlices } from '../registry/card.js';
import type { BetweenAnswer, BetweenRequest, OpenRequest, SliceAnswer, SliceRequest } from './protocol.js';
import { openRunning } from './running.js';

export interface Engine {
  readonly execution: () => Execution;
  denoise(slice: SliceRequest): Promise<SliceAnswer>;
  interpolate(between: BetweenRequest): Promise<BetweenAnswer>;
}

/**
 * Opens a model.
 *
 * @throws ProviderError when no provider gives the known answer.
 */
export async function openEngine(request: OpenRequest): Promise<Engine> {
  const running = await openRunning(request);
  return {
    execution: running.execution,
    async denoise(slice) {
      const { rows, columns } = slice.info;
      const values = toModality(slice.stored, slice.info.rescale);
      const input = stack(values, slice, inputSlices(request.model.card));
      const ends = await running.answer(input, rows, columns);
      const keep = untouchable(values, slice.stored, slice.info);
      const scale = slice.scale ?? 1;
      for (const noise of ends) {
        for (let i = 0; i < noise.length; i++) noise[i] = keep[i] === 0 ? scale * noise[i] : 0;
      }
      return { ends, execution: running.execution() };
    },
    async interpolate({ before, after, rows, columns, fraction, gapMm }) {
      if (!(fraction > 0 && fraction < 1))
        throw badRequest('fraction', 'The fraction must lie between 0 and 1.');
      const [first, second] = [before, after].map(({ stored, rescale }) => {
        if (stored.length !== rows * columns) throw badRequest('stored', 'A slice is not rows x columns.');
        return toModality(stored, rescale);
      });
      const same = (value: number) => new Float32Array(rows * columns).fill(value);
      const [values] = await running.answer([first, second, same(fraction), same(gapMm)], rows, columns);
      return { values, execution: running.execution() };
    },
  };
}

/** The slices the network takes, in its own unit: the one asked for, or it between its neighbours. */
function stack(values: Float32Array, { neighbours, info, scale = 1 }: SliceRequest, slices: 1 | 3) {
  const { rows, columns } = info;
  if (!(scale > 0 && scale < Infinity)) throw badRequest('scale', 'The scale must be above 0.');
  if (values.length !== rows * columns) throw badRequest('stored', 'The slice is not rows x columns.');
  const beside = ([0, 1] as const).map((side) => {
    const neighbour = neighbours?.[side];
    if (neighbour === undefined) return values;
    if (neighbour.stored.length !== values.length) {
      throw badRequest('neighbours', 'A neighbouring slice has another size.');
    }
    return toModality(neighbour.stored, neighbour.rescale);
  });
  const taken = slices === 1 ? [values] : [beside[0], values, beside[1]];
  if (scale === 1) return taken;
  return taken.map((slice) => slice.map((value) => value / scale));
}

function badRequest(attribute: string, message: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy: 'Give slices of one series and its own scale.' });
}
