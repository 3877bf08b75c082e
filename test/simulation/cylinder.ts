/** A water cylinder with round inserts, and statistics of discs in it. */
export function cylinder(
  size: number,
  pixel: number,
  radius: number,
  inserts: [x: number, hu: number][] = [],
) {
  const hu = new Float32Array(size * size).fill(-1000);
  forDisc(size, pixel, 0, 0, radius, (i) => {
    hu[i] = 0;
  });
  for (const [x, value] of inserts) {
    forDisc(size, pixel, x, 0, 12, (i) => {
      hu[i] = value;
    });
  }
  return { hu, grid: { rows: size, columns: size, pixelSpacing: [pixel, pixel] as const } };
}

export function discStatistics(
  hu: Float32Array,
  size: number,
  pixel: number,
  x: number,
  y: number,
  radius: number,
) {
  let n = 0;
  let sum = 0;
  let squares = 0;
  forDisc(size, pixel, x, y, radius, (i) => {
    n++;
    sum += hu[i];
    squares += hu[i] * hu[i];
  });
  return { mean: sum / n, variance: squares / n - (sum / n) ** 2 };
}

function forDisc(
  size: number,
  pixel: number,
  x: number,
  y: number,
  radius: number,
  visit: (i: number) => void,
) {
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      const dx = (c - (size - 1) / 2) * pixel - x;
      const dy = (r - (size - 1) / 2) * pixel - y;
      if (dx * dx + dy * dy <= radius * radius) visit(r * size + c);
    }
  }
}
