import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { createFft } from '../../src/image/fft.js';
import { createRandom } from '../../src/image/random.js';
import { reconstruct } from '../../src/simulation/fbp.js';
import { parallelGeometry } from '../../src/simulation/geometry.js';
import { apodisation, type Kernel } from '../../src/simulation/kernel.js';
import { addLineIntegrals } from '../../src/simulation/shape.js';

const SIZE = 128;
const PIXEL = 0.3;
const PITCH = 0.3;
const tabulated: Kernel = { step: 0.25, gains: [1, 1.2, 0.7, 0.2, 0] };
const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

test('the MTF measured on a thin rod is the kernel', () => {
  const rod = 0.8;
  const geometry = parallelGeometry(SIZE, PIXEL, 300, PITCH);
  const shape = { shape: 'disc', x: 0.11, y: -0.07, diameter: rod, density: 1 } as const;
  const lineIntegrals = addLineIntegrals([shape], geometry, new Float32Array(geometry.views * geometry.bins));
  for (const kernel of ['standard', 'sharp', 'lung', 'bone', tabulated] as const) {
    const image = reconstruct(lineIntegrals, geometry, kernel);
    // The sum over rows is the line-spread function (projection-slice theorem).
    const re = new Float64Array(SIZE);
    const im = new Float64Array(SIZE);
    image.forEach((v, i) => {
      re[i % SIZE] += v;
    });
    createFft(SIZE)(re, im, false);
    const area = Math.hypot(re[0], im[0]);
    for (let k = 1; k < 40; k += 3) {
      const f = k / (SIZE * PIXEL);
      // What is not the kernel's: the rod's own size, the bins' width, the linear interpolation between them.
      const others = jinc(f * rod) * sinc(f * PITCH) ** 3;
      const mtf = Math.hypot(re[k], im[k]) / area / others;
      assert.ok(
        Math.abs(mtf - apodisation(kernel, f)) < 0.045,
        `${JSON.stringify(kernel)} at ${f.toFixed(2)}: ${mtf}, not ${apodisation(kernel, f)}`,
      );
    }
  }
});

test('white noise in the views leaves a ramp times the kernel squared in the picture', () => {
  const geometry = parallelGeometry(SIZE, 0.5, 200, 0.5);
  const bands = new Float64Array(4);
  const theory = new Float64Array(4);
  const fft = createFft(SIZE / 2);
  const expected = (f: number) => f * apodisation({ cutoff: 0.9 }, f) ** 2 * sinc(f * 0.5) ** 4;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const random = createRandom(seed);
    const noise = Float32Array.from({ length: geometry.views * geometry.bins }, () => random.normal());
    addPower(reconstruct(noise, geometry, { cutoff: 0.9 }));
  }
  // Below 0.1 cycles/mm the square is too small to tell.
  const ratio = Array.from(bands, (power, i) => power / theory[i]).slice(1);
  const mean = ratio.reduce((a, b) => a + b, 0) / ratio.length;
  for (const [i, r] of ratio.entries())
    assert.ok(Math.abs(r / mean - 1) < 0.12, `band ${i + 1}: ${r / mean}`);

  /** Power of the middle, Hann-tapered, by bands of 0.1 cycles/mm. */
  function addPower(image: Float32Array) {
    const n = SIZE / 2;
    const taper = (i: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n);
    const re = Array.from({ length: n }, (_, r) =>
      Float64Array.from({ length: n }, (_, c) => image[(r + n / 2) * SIZE + c + n / 2] * taper(r) * taper(c)),
    );
    const im = re.map(() => new Float64Array(n));
    re.forEach((row, r) => {
      fft(row, im[r], false);
    });
    for (let c = 0; c < n; c++) {
      const columnRe = Float64Array.from(re, (row) => row[c]);
      const columnIm = Float64Array.from(im, (row) => row[c]);
      fft(columnRe, columnIm, false);
      for (let r = 0; r < n; r++) {
        const f = Math.hypot(Math.min(r, n - r), Math.min(c, n - c)) / (n * 0.5);
        const band = Math.floor(f * 10);
        if (band >= 4) continue;
        bands[band] += columnRe[r] ** 2 + columnIm[r] ** 2;
        theory[band] += expected(f);
      }
    }
  }
});

test('edge-enhancing kernels overshoot in the middle, the others fall from one', () => {
  const most = (kernel: Kernel) =>
    Math.max(...Array.from({ length: 80 }, (_, i) => apodisation(kernel, i / 50)));
  for (const kernel of ['lung', 'bone'] as const) {
    assert.ok(most(kernel) > 1.2 && most(kernel) < 1.4, `${kernel}: ${most(kernel)}`);
    assert.equal(apodisation(kernel, 0), 1);
  }
  for (const kernel of ['soft', 'standard', 'sharp'] as const) assert.equal(most(kernel), 1);
});

test('a tabulated kernel is straight between its gains and ends after the last', () => {
  assert.equal(apodisation(tabulated, 0.125), 1.1);
  assert.equal(apodisation(tabulated, 1), 0);
  assert.equal(apodisation(tabulated, 5), 0);
});

test('what is no kernel is refused', () => {
  for (const kernel of ['B99', { cutoff: 0 }, { step: 0, gains: [1, 0] }, { step: 1, gains: [] }]) {
    assert.throws(
      () => apodisation(kernel as Kernel, 0.1),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
  }
});

/** Fourier transform of a disc of diameter 1 over its area, 2 J1(pi x) / (pi x), by its series. */
function jinc(x: number): number {
  const q = ((Math.PI * x) / 2) ** 2;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 30; k++) {
    term *= -q / (k * (k + 1));
    sum += term;
  }
  return sum;
}
