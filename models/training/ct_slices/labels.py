"""Tissues of a slice on the generators' grid, and the body they lie in. src/evaluation/tissue.ts does the same to the pixel.

Codes: 0 air (outside the body, gas within), 1 lung, 2 fat, 3 soft tissue, 4 bone (and vessels as bright as bone).
"""
import numpy as np
from scipy import ndimage

AIR, LUNG, FAT, SOFT, BONE = range(5)
CROSS = ndimage.generate_binary_structure(2, 1)
BINOMIAL = np.array([1, 2, 1], np.float32) / 4


def smoothed(hu):
    """Binomial filter of 3 x 3 pixels, edges repeated."""
    return ndimage.convolve1d(ndimage.convolve1d(hu.astype(np.float32), BINOMIAL, 0, mode="nearest"), BINOMIAL, 1, mode="nearest")


def body(smooth):
    """Mask of the patient without table and clothes: the largest piece of tissue that two erosions leave, grown back."""
    tissue = smooth > -300
    pieces, count = ndimage.label(ndimage.binary_erosion(tissue, CROSS, 2), CROSS)
    if count == 0:
        return np.zeros(tissue.shape, bool)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    core = ndimage.binary_dilation(pieces == sizes.argmax(), CROSS, 3)
    return ndimage.binary_fill_holes(core & tissue, CROSS)


def labels(hu, pixel_mm):
    """Codes [rows, columns] of a slice in HU."""
    smooth = smoothed(hu)
    inside = body(smooth)
    codes = np.full(hu.shape, SOFT, np.uint8)
    lowest = ndimage.minimum_filter(smooth, 3, mode="nearest")
    # A pixel beside lung or air that only looks like fat holds some of each: it counts as the tissue behind.
    codes[(smooth < -30) & (lowest > -250)] = FAT
    codes[smooth > 150] = BONE
    dark = inside & (smooth < -400)
    pieces, count = ndimage.label(dark, CROSS)
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)
    empty = np.bincount(pieces.ravel(), smooth.ravel() < -950, minlength=count + 1)
    gas = (empty >= 0.4 * sizes) | (sizes * pixel_mm ** 2 < 100)
    codes[dark] = np.where(gas[pieces[dark]], AIR, LUNG)
    codes[~inside] = AIR
    return codes


def style(hu, codes):
    """What a scan looks like beyond its layout, HU: mean lung, fat, soft tissue, bone; SD of fine noise and of organs in soft tissue.

    NaN where a tissue is missing."""
    core = lambda code: ndimage.binary_erosion(codes == code, CROSS, 1)
    mean = lambda mask: float(np.clip(hu[mask], -1024, 1500).mean()) if mask.sum() > 60 else np.nan
    soft = core(SOFT)
    fine = hu - ndimage.uniform_filter(hu.astype(np.float32), 3)
    noise = float(1.4826 * np.median(np.abs(fine[soft]))) * 1.06 if soft.sum() > 60 else np.nan
    organs = ndimage.uniform_filter(hu.astype(np.float32), 5)[ndimage.binary_erosion(soft, CROSS, 2)]
    spread = float(organs.std()) if organs.size > 60 else np.nan
    return [mean(core(LUNG)), mean(core(FAT)), mean(soft), mean(codes == BONE), noise, spread]
