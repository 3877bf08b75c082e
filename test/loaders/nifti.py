"""NIfTI files by nibabel, and what nibabel itself reads of them: values and affine, as raw float64."""
import json
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

out = Path(sys.argv[1])
rng = np.random.default_rng(7)
SHAPE = (7, 5, 4)
STRAIGHT = np.diag([-0.7, -0.9, 2.5, 1.0])
STRAIGHT[:3, 3] = [40, 30, -100]


def oblique():
    a, b = 0.35, -0.2
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    rz = np.array([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]])
    m = np.eye(4)
    m[:3, :3] = rx @ rz @ np.diag([0.8, 1.1, 3.0])
    m[:3, 3] = [-12.5, 8.25, 77.0]
    return m


CORONAL = np.array([[0.9, 0, 0, -30], [0, 0, 2.0, 5], [0, 0.9, 0, -60], [0, 0, 0, 1.0]])
index = []


def save(name, data, affine, kind=nib.Nifti1Image, slope=None, form='sform', units='mm'):
    image = kind(data, affine, dtype=data.dtype)
    image.header.set_data_dtype(data.dtype)
    image.header.set_xyzt_units(units)
    if form == 'sform':
        image.set_sform(affine, 1)
        image.set_qform(None, 0)
    elif form == 'qform':
        image.set_sform(None, 0)
        image.set_qform(affine, 1)
    elif form == 'both':
        other = affine.copy()
        other[:3, 3] += 3
        image.set_sform(affine, 1)
        image.set_qform(other, 2)
    else:
        image.set_sform(None, 0)
        image.set_qform(None, 0)
    if slope:
        image.header.set_slope_inter(*slope)
    path = out / name
    if slope:
        # Values as they stand, with the scale in the header: nibabel would scale them back.
        with open(path, 'wb') as f:
            image.header['vox_offset'] = 352 if kind is nib.Nifti1Image else 544
            image.header.write_to(f)
            f.write(b'\0' * 4)
            f.write(data.tobytes(order='F'))
    else:
        nib.save(image, path)
    read = nib.load(path)
    np.asarray(read.get_fdata(dtype=np.float64)).ravel(order='F').tofile(out / f'{name}.values')
    index.append({'name': name, 'shape': list(read.shape), 'affine': read.affine.tolist(), 'placed': form != 'none'})


def whole(dtype, low, high, shape=SHAPE):
    return rng.integers(low, high, size=shape, endpoint=True).astype(dtype)


save('uint8.nii', whole(np.uint8, 0, 255), STRAIGHT)
save('int8.nii', whole(np.int8, -128, 127), STRAIGHT)
save('int16.nii.gz', whole(np.int16, -32768, 32767), oblique())
save('uint16.nii.gz', whole(np.uint16, 0, 65535), CORONAL)
save('int32.nii', whole(np.int32, -(2**31), 2**31 - 1), oblique(), form='qform')
save('uint32.nii', whole(np.uint32, 0, 2**32 - 1), STRAIGHT)
save('float32.nii.gz', rng.normal(size=SHAPE).astype(np.float32), oblique())
save('float64.nii', rng.normal(size=SHAPE), CORONAL, form='qform')
save('whole-float32.nii', whole(np.float32, -1024, 3071), STRAIGHT)
save('scaled.nii', whole(np.int16, -1000, 1000), oblique(), slope=(0.5, -12.25))
save('scaled2.nii', whole(np.uint8, 0, 255), STRAIGHT, kind=nib.Nifti2Image, slope=(2.0, -100.0))
save('int64.nii', whole(np.int64, -(2**40), 2**40), STRAIGHT, kind=nib.Nifti2Image)
save('big-endian.nii', whole(np.dtype('>i2'), -2000, 2000), oblique())
save('nifti2.nii.gz', whole(np.int16, -2000, 2000), oblique(), kind=nib.Nifti2Image, form='qform')
save('both.nii', whole(np.int16, -2000, 2000), oblique(), form='both')
save('none.nii', whole(np.int16, -2000, 2000), STRAIGHT, form='none')
save('four.nii.gz', whole(np.int16, -2000, 2000, SHAPE + (3,)), oblique())
save('micron.nii', whole(np.int16, -2000, 2000), STRAIGHT, units='micron')

# What must be refused.
image = nib.Nifti1Image(rng.normal(size=SHAPE) + 1j, STRAIGHT)
nib.save(image, out / 'complex.nii')
nib.save(nib.Nifti1Pair(whole(np.int16, 0, 9), STRAIGHT), out / 'pair.hdr')

# A CT: air, a body in it.
ct = np.full((64, 64, 3), -1000, np.int16)
ct[16:48, 20:44] = rng.integers(-60, 90, size=(32, 24, 3))
nib.save(nib.Nifti1Image(ct, STRAIGHT), out / 'ct.nii.gz')

(out / 'index.json').write_text(json.dumps(index))
