"""Makes a folder of 16-bit PNG slices (value = HU or MR signal + offset, meta.json beside) into CT or MR Image Storage.

Written with pydicom, so that the reader under proof meets a writer that is not ours.
Usage: make_series.py FOLDER OUT COUNT
"""
import json
import sys
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, MRImageStorage, generate_uid


def main(folder: Path, out: Path, count: int) -> None:
    meta = json.loads((folder / "meta.json").read_text())
    out.mkdir(parents=True)
    names = sorted(folder.glob("*.png"))
    names = names[len(names) // 2:][:count]
    study, series, frame = generate_uid(), generate_uid(), generate_uid()
    for index, name in enumerate(names):
        values = np.asarray(Image.open(name)).astype(np.int32) - meta["png_offset"]
        write(values.astype(np.int16), meta, index, (study, series, frame), out / f"{index + 1:04d}.dcm")


def write(values: np.ndarray, meta: dict, index: int, uids: tuple, path: Path) -> None:
    study, series, frame = uids
    magnetic = meta.get("modality") == "MR"
    head = FileMetaDataset()
    head.MediaStorageSOPClassUID = MRImageStorage if magnetic else CTImageStorage
    head.MediaStorageSOPInstanceUID = generate_uid()
    head.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset(str(path), {}, file_meta=head, preamble=b"\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID = head.MediaStorageSOPClassUID, head.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, frame
    ds.ImageType = ["ORIGINAL", "PRIMARY", "OTHER" if magnetic else "AXIAL"]
    ds.Modality, ds.Manufacturer = "MR" if magnetic else "CT", meta.get("manufacturer") or ""
    ds.PatientName, ds.PatientID = "ANONYMOUS", "ANONYMOUS"
    for keyword in ("PatientBirthDate", "PatientSex", "StudyDate", "StudyTime", "StudyID", "AccessionNumber",
                    "ReferringPhysicianName", "PositionReferenceIndicator"):
        setattr(ds, keyword, "")
    unknown = ["EchoTime", "EchoTrainLength", "RepetitionTime", "ScanOptions", "MRAcquisitionType"] if magnetic else ["KVP"]
    for keyword in ["AcquisitionNumber", *unknown]:
        setattr(ds, keyword, None)
    if magnetic:
        ds.ScanningSequence, ds.SequenceVariant = "RM", "NONE"
    ds.PatientPosition = "HFS"
    ds.SeriesNumber, ds.InstanceNumber = 1, index + 1
    ds.SeriesDescription = f"Real {ds.Modality}"
    ds.PixelSpacing = [f"{v:.6g}" for v in meta["pixel_spacing_mm"]]
    ds.ImageOrientationPatient = ["1", "0", "0", "0", "1", "0"]
    step = meta["slice_spacing_mm"] or 5
    ds.ImagePositionPatient = ["-200", "-200", f"{index * step:.6g}"]
    ds.SliceThickness = f"{float(meta.get('slice_thickness_mm') or step):.6g}"
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = values.shape
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    if not magnetic:
        ds.RescaleIntercept, ds.RescaleSlope, ds.RescaleType = "0", "1", "HU"
        ds.WindowCenter, ds.WindowWidth = "40", "400"
    ds.PixelData = values.tobytes()
    ds.save_as(path, write_like_original=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
