/**
 * Channels through which a model observer sees: the few things the eye tells apart.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

export type ChannelKind = 'laguerre-gauss' | 'dog' | 'gabor';

export interface ChannelOptions {
  /** Width a of the Laguerre-Gauss functions in pixels, about 1.25 times the lesion's diameter; a third of the size unless given. */
  readonly width?: number;
  /** How many Laguerre-Gauss functions; 6 unless given. */
  readonly count?: number;
  /** Where the lesion's centre lies in the square, row and column in pixels; its middle, (size - 1) / 2, unless given. */
  readonly centre?: readonly [number, number];
}

/**
 * Templates of size x size pixels, each of unit norm.
 *
 * - `laguerre-gauss`: exp(-π r² / a²) Lₙ(2π r² / a²), a basis for round signals at a known
 *   place; efficient, it approaches the ideal linear observer (Gallas and Barrett 2003, JOSA A 20:1725).
 * - `dog`: ten dense differences of Gaussians, σ₀ = 0.005 cycles/px, α = 1.4, Q = 1.67, as human
 *   as linear observers get (Abbey and Barrett 2001, JOSA A 18:473).
 * - `gabor`: four octaves up to 1/4 cycle/px, five directions, two phases (Yu et al. 2013,
 *   Med Phys 40:041908).
 */
export function channelTemplates(
  kind: ChannelKind,
  size: number,
  { width = size / 3, count = 6, centre = [(size - 1) / 2, (size - 1) / 2] }: ChannelOptions = {},
): Float64Array[] {
  if (!(size >= 8 && width > 0 && count >= 1)) {
    throw new ArgumentError('The square is too small, or the channels have no width.', {
      attribute: 'size, width, count',
      remedy: 'Give squares of 8 pixels or more, a width above 0 and at least one channel.',
    });
  }
  const functions =
    kind === 'laguerre-gauss'
      ? Array.from({ length: count }, (_, n) => laguerreGauss(n, width))
      : kind === 'dog'
        ? Array.from({ length: 10 }, (_, j) => differenceOfGaussians(0.005 * 1.4 ** j))
        : gabors();
  return functions.map((at) => {
    const template = new Float64Array(size * size);
    let norm = 0;
    for (let r = 0; r < size; r++) {
      for (let c = 0; c < size; c++) {
        const value = at(c - centre[1], r - centre[0]);
        template[r * size + c] = value;
        norm += value * value;
      }
    }
    return template.map((value) => value / Math.sqrt(norm));
  });
}

type Channel = (x: number, y: number) => number;

function laguerreGauss(order: number, width: number): Channel {
  return (x, y) => {
    const t = (2 * Math.PI * (x * x + y * y)) / (width * width);
    // Recurrence of the Laguerre polynomials: (n + 1) Lₙ₊₁ = (2n + 1 - t) Lₙ - n Lₙ₋₁.
    let before = 0;
    let polynomial = 1;
    for (let n = 0; n < order; n++) {
      const next = ((2 * n + 1 - t) * polynomial - n * before) / (n + 1);
      before = polynomial;
      polynomial = next;
    }
    return Math.exp(-t / 2) * polynomial;
  };
}

/** exp(-½ (ρ / Qσ)²) - exp(-½ (ρ / σ)²) over frequency, brought back into space by hand: a Gaussian's transform is one. */
function differenceOfGaussians(sigma: number): Channel {
  const gaussian = (s: number, r2: number) => 2 * Math.PI * s * s * Math.exp(-2 * Math.PI ** 2 * s * s * r2);
  return (x, y) => gaussian(1.67 * sigma, x * x + y * y) - gaussian(sigma, x * x + y * y);
}

function gabors(): Channel[] {
  const channels: Channel[] = [];
  for (const frequency of [3 / 128, 3 / 64, 3 / 32, 3 / 16]) {
    // One octave wide: ωs = 1.324 / fc (56.48, 28.24, 14.12 and 7.06 pixels).
    const falloff = (4 * Math.LN2) / (1.32375 / frequency) ** 2;
    for (let direction = 0; direction < 5; direction++) {
      const cos = Math.cos((direction * 2 * Math.PI) / 5);
      const sin = Math.sin((direction * 2 * Math.PI) / 5);
      for (const phase of [0, Math.PI / 2]) {
        channels.push(
          (x, y) =>
            Math.exp(-falloff * (x * x + y * y)) *
            Math.cos(2 * Math.PI * frequency * (x * cos + y * sin) + phase),
        );
      }
    }
  }
  return channels;
}
