"""What de-identifiers and meddlers do to DICOM files, with pydicom.

Usage: treat.py RULE OUT FILE...   each file is written into OUT under its own name.
"""
import hashlib
import sys
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.tag import Tag

CREATOR = "VERITOME PROVENANCE"
# PS3.15 Table E.1-1, Basic Profile: the attributes of its rows that occur in CT and MR images.
REMOVE = """0008,0021 0008,0022 0008,0031 0008,0032 0008,0081 0008,0201 0008,1010 0008,1030 0008,103E 0008,1040 0008,1048 0008,1050
0008,1070 0008,1080 0008,1110 0008,1111 0008,1120 0008,1140 0008,2111 0008,2112 0008,4000 0010,1000 0010,1001 0010,1010 0010,1020
0010,1030 0010,1040 0010,2154 0010,2160 0010,21B0 0010,4000 0018,1000 0018,1030 0018,1400 0018,A003 0020,4000 0032,1032 0032,1060
0040,0244 0040,0245 0040,0253 0040,0254 0040,0275 4FFE,0001 FFFA,FFFA""".split()
EMPTY = ["PatientName", "PatientID", "PatientBirthDate", "PatientSex", "AccessionNumber", "ReferringPhysicianName", "StudyDate",
         "StudyTime", "StudyID", "ContentDate", "ContentTime"]
UIDS = ["0008,0014", "0008,0018", "0008,1155", "0008,3010", "0020,000D", "0020,000E", "0020,0052", "0020,0200"]


def tag(text):
    return Tag(*(int(part, 16) for part in text.split(",")))


def basic(ds, safe_private=False):
    """PS3.15 Basic Profile; with the Retain Safe Private Option where asked."""
    if not safe_private:
        ds.remove_private_tags()
    else:
        keep = safe_blocks(ds)
        for element in list(ds):
            if element.tag.is_private and (element.tag.group, owner(ds, element.tag)) not in keep:
                del ds[element.tag]
    for name in REMOVE:
        if tag(name) in ds:
            del ds[tag(name)]
    for keyword in EMPTY:
        if keyword in ds:
            setattr(ds, keyword, "")
    ds.walk(lambda _, element: renew(element))
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.PatientIdentityRemoved, ds.DeidentificationMethod = "YES", "PS3.15 Basic Profile"


def renew(element):
    """The same new UID for the same old one."""
    if element.tag in [tag(uid) for uid in UIDS] and element.value:
        element.value = f"2.25.{int(hashlib.sha256(b'salt' + element.value.encode()).hexdigest()[:30], 16)}"


def owner(ds, at):
    """Who reserved the block of a private element."""
    block = at.element if at.element < 0x100 else at.element >> 8
    creator = ds.get(Tag(at.group, block))
    return creator.value if creator else None


def safe_blocks(ds):
    """Blocks that (0008,0300) calls SAFE."""
    items = ds.get(Tag(0x0008, 0x0300))
    return {(item[0x0008, 0x0301].value, item[0x0008, 0x0302].value) for item in (items.value if items else [])
            if item[0x0008, 0x0303].value == "SAFE"}


def block(ds):
    return ds.private_block(0x0099, CREATOR)


def turned(data):
    data = bytearray(data)
    data[len(data) // 2] ^= 1
    return bytes(data)


def pixel(ds):
    ds.PixelData = turned(ds.PixelData)


def blur(ds):
    values = ds.pixel_array.astype(np.float32)
    values = sum(np.roll(values, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)) / 9
    ds.PixelData = np.round(values).astype(ds.pixel_array.dtype).tobytes()


def change(keyword, value):
    def rule(ds):
        assert keyword in ds, keyword
        setattr(ds, keyword, value)
    return rule


def remove(name):
    def rule(ds):
        del ds[tag(name)]
    return rule


def equipment(ds):
    ds.ContributingEquipmentSequence[-1].ManufacturerModelName = "SCANNER"


def record(ds):
    element = block(ds)[0x01]
    assert '"wasm"' in element.value
    element.value = element.value.replace('"wasm"', '"webgpu"', 1)


def proof(ds):
    element = block(ds)[0x02]
    element.value = "0" * 64


def claim(ds):
    element = block(ds)[0x03]
    element.value = turned(element.value)


def no_block(ds):
    ds.remove_private_tags()


def unsigned(ds):
    del ds[tag("4FFE,0001")], ds[tag("FFFA,FFFA")]


def unproved(ds):
    unsigned(ds)
    del block(ds)[0x03]


def synthetic_no(ds):
    # By its number: older dictionaries do not have the keyword.
    ds[0x0008, 0x001C].value = "NO"


def silent(ds):
    """Everything that says it, but the pixels."""
    unsigned(ds)
    ds.remove_private_tags()
    for name in "0008,001C 0008,2111 0008,9215 0008,2112 0018,A001 0018,9004 0008,0300".split():
        if tag(name) in ds:
            del ds[tag(name)]
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SeriesDescription = "CT"


RULES = {
    "rewrite": lambda ds: None,
    "basic": basic,
    "basic, safe private kept": lambda ds: basic(ds, True),
    "silent": silent,
    "unsigned": unsigned,
    "unproved": unproved,
    "pixel": pixel,
    "blur": blur,
    "synthetic data NO": synthetic_no,
    "no synthetic data": remove("0008,001C"),
    "image type": change("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL"]),
    "derivation": change("DerivationDescription", "Reconstructed."),
    "no equipment": remove("0018,A001"),
    "equipment": equipment,
    "intercept": change("RescaleIntercept", "-1000"),
    "record": record,
    "hash": proof,
    "claim": claim,
    "no block": no_block,
}


def picture(ds, path, quality):
    """8 bits at centre 40, width 400: all that a screenshot keeps."""
    hu = ds.pixel_array * float(ds.RescaleSlope) + float(ds.RescaleIntercept)
    grey = Image.fromarray(np.clip((hu + 160) / 400 * 255, 0, 255).round().astype(np.uint8))
    if quality:
        grey.save(path.with_suffix(".jpg"), quality=quality)
    else:
        grey.save(path.with_suffix(".png"))


def main(rule, out, names):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        ds = pydicom.dcmread(name)
        if rule.startswith("picture"):
            picture(ds, out / Path(name).name, int(rule[7:] or 0))
            continue
        RULES[rule](ds)
        ds.save_as(out / Path(name).name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
