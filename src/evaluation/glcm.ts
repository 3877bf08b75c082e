/**
 * Texture by grey-level co-occurrence (Haralick 1973), features as the Image Biomarker
 * Standardisation Initiative defines them (Zwanenburg et al. 2020, Radiology 295:328,
 * section 3.6; PyRadiomics' names).
 *
 * @module
 */

/** Names of the features, in order. */
export const GLCM_FEATURES = [
  'autocorrelation',
  'joint average',
  'cluster prominence',
  'cluster shade',
  'cluster tendency',
  'contrast',
  'correlation',
  'difference average',
  'difference entropy',
  'difference variance',
  'joint energy',
  'joint entropy',
  'IMC1',
  'IMC2',
  'inverse difference',
  'inverse difference moment',
  'inverse variance',
  'maximum probability',
  'sum entropy',
  'sum of squares',
] as const;

/** Neighbours at distance 1; the matrix is symmetric, so four directions are all eight. */
const DIRECTIONS = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const;

/**
 * Features of the matrix merged over the four directions, pairs inside the mask alone.
 *
 * @param levels grey level of every pixel, 0 to `count` - 1.
 * @param mask 1 where a pixel counts; without any pair every feature is 0.
 */
export function glcmFeatures(
  levels: Uint8Array,
  mask: Uint8Array,
  rows: number,
  columns: number,
  count: number,
): Float64Array {
  const matrix = cooccurrence(levels, mask, rows, columns, count);
  return matrix ? featuresOf(matrix, count) : new Float64Array(GLCM_FEATURES.length);
}

function cooccurrence(
  levels: Uint8Array,
  mask: Uint8Array,
  rows: number,
  columns: number,
  count: number,
): Float64Array | undefined {
  const matrix = new Float64Array(count * count);
  let pairs = 0;
  for (const [down, across] of DIRECTIONS) {
    for (let r = 0; r + down < rows; r++) {
      for (let c = Math.max(0, -across); c < columns - Math.max(0, across); c++) {
        const i = r * columns + c;
        const j = i + down * columns + across;
        if (mask[i] === 0 || mask[j] === 0) continue;
        matrix[levels[i] * count + levels[j]] += 1;
        matrix[levels[j] * count + levels[i]] += 1;
        pairs += 2;
      }
    }
  }
  if (pairs === 0) return undefined;
  for (let k = 0; k < matrix.length; k++) matrix[k] /= pairs;
  return matrix;
}

function featuresOf(matrix: Float64Array, count: number): Float64Array {
  const margin = new Float64Array(count);
  const sums = new Float64Array(2 * count - 1);
  const differences = new Float64Array(count);
  let [energy, entropy, most, auto] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const p = matrix[i * count + j];
      if (p === 0) continue;
      margin[i] += p;
      sums[i + j] += p;
      differences[Math.abs(i - j)] += p;
      energy += p * p;
      entropy -= p * Math.log2(p);
      most = Math.max(most, p);
      auto += p * (i + 1) * (j + 1);
    }
  }
  let mean = 0;
  for (let i = 0; i < count; i++) mean += (i + 1) * margin[i];
  let variance = 0;
  for (let i = 0; i < count; i++) variance += (i + 1 - mean) ** 2 * margin[i];
  const cluster = (power: number) => sums.reduce((sum, p, s) => sum + p * (s + 2 - 2 * mean) ** power, 0);
  const differ = (weigh: (d: number) => number) => differences.reduce((sum, p, d) => sum + p * weigh(d), 0);
  const average = differ((d) => d);
  const contrast = differ((d) => d * d);
  const [imc1, imc2] = informational(matrix, margin, entropy, count);
  return Float64Array.of(
    auto,
    mean,
    cluster(4),
    cluster(3),
    cluster(2),
    contrast,
    variance > 0 ? (auto - mean * mean) / variance : 1,
    average,
    entropyOf(differences),
    contrast - average * average,
    energy,
    entropy,
    imc1,
    imc2,
    differ((d) => 1 / (1 + d)),
    differ((d) => 1 / (1 + d * d)),
    differ((d) => (d === 0 ? 0 : 1 / (d * d))),
    most,
    entropyOf(sums),
    variance,
  );
}

/** Informational measures of correlation 1 and 2. */
function informational(matrix: Float64Array, margin: Float64Array, entropy: number, count: number) {
  const own = entropyOf(margin);
  let first = 0;
  let second = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const independent = margin[i] * margin[j];
      if (independent === 0) continue;
      const bits = Math.log2(independent);
      first -= matrix[i * count + j] * bits;
      second -= independent * bits;
    }
  }
  const imc2 = Math.sqrt(Math.max(0, 1 - Math.exp(-2 * (second - entropy))));
  return [own > 0 ? (entropy - first) / own : 0, imc2];
}

function entropyOf(shares: Float64Array): number {
  return shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
}
