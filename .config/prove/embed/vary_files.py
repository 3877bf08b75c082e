"""What may happen to a file of ours: its marks stripped, a pixel changed, a part cut out. `vary_files.py FROM TO`."""
import os
import sys

import numpy as np
import pydicom

source, target = sys.argv[1:]
os.makedirs(target, exist_ok=True)


def varied(name, change):
    dataset = pydicom.dcmread(source)
    change(dataset)
    dataset.save_as(os.path.join(target, name), write_like_original=False)


def strip(dataset):
    dataset.remove_private_tags()
    for tag in ((0x0008, 0x001C), (0xFFFA, 0xFFFA), (0x4FFE, 0x0001), (0x0008, 0x0008)):
        if tag in dataset:
            del dataset[tag]


def change(dataset):
    pixels = dataset.pixel_array.copy()
    pixels[200:204, 210:214] += 40
    dataset.PixelData = pixels.tobytes()


def crop(dataset):
    strip(dataset)
    pixels = np.ascontiguousarray(dataset.pixel_array[37:, 51:-10])
    dataset.PixelData = pixels.tobytes()
    dataset.Rows, dataset.Columns = pixels.shape


varied("stripped.dcm", strip)
varied("changed.dcm", change)
varied("cropped.dcm", crop)
