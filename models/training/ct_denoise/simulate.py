"""Lower-dose CT from an acquired slice, by noise insertion in the projection domain.

No paired low/full-dose patient scan is freely available, so the noise that a lower dose would have
added is computed and put on top of the acquired image. Anatomy, kernel and artefacts stay untouched.

  slice -> line integrals p (Joseph, parallel beam) -> photons n = N0 * bowtie * modulation * exp(-p)
        -> noise of variance var(dose) - var(full), var(n) = (n + electronic^2) / n^2
        -> ramp x Hann filtered back-projection of that noise alone -> HU, added to the slice

Literature: Joseph 1982 (IEEE TMI 1:192, projector); Yu et al. 2012 (JCAT 36:477) and Zabic et al. 2013
(Med Phys 40:031102), noise insertion with bow-tie and electronic noise; Massoumzadeh et al. 2009
(Phys Med Biol 54:5773), validation of simulated lower dose.

Check of the geometry:  python3 -m ct_denoise.simulate
"""
from dataclasses import dataclass

import numpy as np
from numba import njit

WATER_PER_MM = 0.0193  # linear attenuation of water near 70 keV
POISSON_BELOW = 50.0   # photons: under this a Gaussian is too kind and misses the bias of the logarithm


@dataclass(frozen=True)
class Scanner:
    """Acquisition that the simulation assumes. Photon counts are per ray at full dose and 480 views."""
    photons: float = 1e6
    views: int = 480
    pitch_mm: float = 0.6
    electronic: float = 10.0
    bowtie_mm: float = 400.0     # the filter makes up for half the path that is missing from this cylinder
    bowtie_floor: float = 0.1
    modulation: float = 0.4      # tube current follows exp(modulation * (thickest path - its mean))
    hann_per_mm: float = 0.7     # where the reconstruction filter reaches zero


def attenuation(hu):
    """HU to linear attenuation per mm; padding and air cannot go below vacuum."""
    return (np.clip(hu, -1000, 3071).astype(np.float32) / 1000 + 1) * np.float32(WATER_PER_MM)


@njit(fastmath=True, cache=True)
def _project(image, pixel, pitch, views, bins):
    rows, columns = image.shape
    sinogram = np.zeros((views, bins), np.float32)
    for view in range(views):
        angle = np.pi * (view + 0.5) / views
        c, s = np.cos(angle), np.sin(angle)
        steep = abs(s) > abs(c)
        length = pixel / (abs(s) if steep else abs(c))
        n, m = (columns, rows) if steep else (rows, columns)
        along, across = (c, s) if steep else (s, c)
        for b in range(bins):
            offset = (b - (bins - 1) / 2) * pitch / pixel
            total = np.float32(0)
            for i in range(n):
                j = (offset - (i - (n - 1) / 2) * along) / across + (m - 1) / 2
                k = int(np.floor(j))
                if k < 0 or k >= m - 1:
                    continue
                w = np.float32(j - k)
                if steep:
                    total += (1 - w) * image[k, i] + w * image[k + 1, i]
                else:
                    total += (1 - w) * image[i, k] + w * image[i, k + 1]
            sinogram[view, b] = total * length
    return sinogram


@njit(fastmath=True, cache=True)
def _back_project(filtered, rows, columns, pixel, pitch):
    views, bins = filtered.shape
    image = np.zeros((rows, columns), np.float32)
    for view in range(views):
        angle = np.pi * (view + 0.5) / views
        c, s = np.cos(angle) * pixel / pitch, np.sin(angle) * pixel / pitch
        for y in range(rows):
            start = (y - (rows - 1) / 2) * s + (bins - 1) / 2 - (columns - 1) / 2 * c
            for x in range(columns):
                t = start + x * c
                k = int(t)
                if t >= 0 and k < bins - 1:
                    w = np.float32(t - k)
                    image[y, x] += (1 - w) * filtered[view, k] + w * filtered[view, k + 1]
    return image * np.float32(np.pi / views)


def project(hu, pixel_mm, scanner):
    """Line integrals [views, bins] of a slice in HU."""
    bins = int(np.ceil(max(hu.shape) * pixel_mm * 1.06 / scanner.pitch_mm))
    return _project(attenuation(hu), pixel_mm, scanner.pitch_mm, scanner.views, bins)


def reconstruct(sinogram, shape, pixel_mm, scanner):
    """Ramp x Hann filtered back-projection, in attenuation per mm."""
    views, bins = sinogram.shape
    size = 1 << int(np.ceil(np.log2(2 * bins)))
    k = np.minimum(np.arange(size), size - np.arange(size))
    with np.errstate(divide="ignore"):
        ramp = np.where(k % 2 == 1, -1 / (np.pi * k * scanner.pitch_mm) ** 2, 0.0)  # Kak & Slaney, eq. 61
    ramp[0] = 1 / (4 * scanner.pitch_mm ** 2)
    f = np.fft.rfftfreq(size, scanner.pitch_mm)
    hann = np.where(f < scanner.hann_per_mm, 0.5 + 0.5 * np.cos(np.pi * f / scanner.hann_per_mm), 0)
    response = np.fft.rfft(ramp).real * hann * scanner.pitch_mm
    filtered = np.fft.irfft(np.fft.rfft(sinogram, size, axis=1) * response, size, axis=1)[:, :bins]
    return _back_project(filtered.astype(np.float32), *shape, pixel_mm, scanner.pitch_mm)


def photons(sinogram, scanner):
    """Photons expected in each ray at full dose: bow-tie, tube-current modulation, attenuation."""
    views, bins = sinogram.shape
    r = (np.arange(bins) - (bins - 1) / 2) * scanner.pitch_mm
    half = scanner.bowtie_mm / 2
    missing = scanner.bowtie_mm - 2 * np.sqrt(np.maximum(half ** 2 - r ** 2, 0))
    bowtie = np.maximum(np.exp(-WATER_PER_MM * missing / 2), scanner.bowtie_floor)
    thickest = sinogram.max(axis=1)
    current = np.exp(scanner.modulation * (thickest - thickest.mean()))
    per_view = scanner.photons * 480 / views
    return per_view * current[:, None] * bowtie[None, :] * np.exp(-sinogram)


def inserted_noise(hu, pixel_mm, dose, scanner, rng, sinogram=None):
    """The noise image in HU that lowers the dose of `hu` to the fraction `dose` (0 < dose < 1)."""
    p = project(hu, pixel_mm, scanner) if sinogram is None else sinogram
    full = photons(p, scanner)
    low = full * dose
    variance = (low + scanner.electronic ** 2) / low ** 2 - (full + scanner.electronic ** 2) / full ** 2
    noise = rng.standard_normal(p.shape) * np.sqrt(np.maximum(variance, 0))
    starved = low < POISSON_BELOW
    if starved.any():
        n = low[starved]
        counted = rng.poisson(n) + scanner.electronic * rng.standard_normal(n.size)
        noise[starved] = -np.log(np.maximum(counted, 1.0) / np.maximum(n, 1.0))
    return reconstruct(noise, hu.shape, pixel_mm, scanner) * np.float32(1000 / WATER_PER_MM)


def acquired_noise(hu, pixel_mm, scanner, rng, sinogram=None):
    """A noise image in HU as the full dose itself should have; serves the calibration of `photons`."""
    p = project(hu, pixel_mm, scanner) if sinogram is None else sinogram
    n = photons(p, scanner)
    noise = rng.standard_normal(p.shape) * np.sqrt((n + scanner.electronic ** 2) / n ** 2)
    return reconstruct(noise, hu.shape, pixel_mm, scanner) * np.float32(1000 / WATER_PER_MM)


if __name__ == "__main__":
    y, x = np.mgrid[:512, :512] - 255.5
    radius = np.hypot(x, y) * 0.7
    phantom = np.where(radius < 150, 0.0, -1000.0)
    phantom[np.hypot(x - 60, y) * 0.7 < 20] = 60
    image = reconstruct(project(phantom, 0.7, Scanner()), phantom.shape, 0.7, Scanner())
    image = (image / WATER_PER_MM - 1) * 1000
    print(f"water {image[radius < 25].mean():.2f} HU (0), insert {image[np.hypot(x - 60, y) * 0.7 < 12].mean():.2f} HU (60)")
