"""Plants words and UIDs into copies of a study, in every attribute that may name a person, a place or a visit.

Usage: make_canaries.py SOURCE OUT TOKEN COUNT: the first COUNT files of SOURCE, and one damaged file. Prints the
planted UIDs, one a line.
"""
import sys
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset

UID_ROOT = "1.2.826.0.1.3680043.10.99999.31415"
TEXT = {"PN", "LO", "SH", "LT", "ST", "UT"}
KEPT = {"RescaleType", "Manufacturer", "ManufacturerModelName", "SoftwareVersions", "DerivationDescription"}
PLANTED = [
    "PatientName", "PatientID", "OtherPatientNames", "PatientAddress", "PatientComments", "PatientMotherBirthName",
    "InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName", "ReferringPhysicianName",
    "PerformingPhysicianName", "OperatorsName", "AccessionNumber", "StudyID", "StudyDescription",
    "SeriesDescription", "ProtocolName", "StationName", "DeviceSerialNumber", "RequestedProcedureDescription",
    "ImageComments", "AdditionalPatientHistory", "Occupation",
]


def main(source: Path, out: Path, token: str, count: int) -> None:
    out.mkdir(parents=True)
    uids = {}

    def planted(uid: str) -> str:
        return uids.setdefault(uid, f"{UID_ROOT}.{len(uids) + 1}")

    for index, path in enumerate(sorted(source.glob("*.dcm"))[:count]):
        ds = pydicom.dcmread(path)
        for number, keyword in enumerate(PLANTED):
            setattr(ds, keyword, f"{token}{number:02d}"[:16])
        plant(ds, token)
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID"):
            setattr(ds, keyword, planted(getattr(ds, keyword)))
        ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
        name = f"{token}FILE{index}.dcm"
        ds.save_as(out / name)
        if index == 0:
            ds.Rows = 0
            ds.SOPInstanceUID = planted(ds.SOPInstanceUID + ".0")
            ds.save_as(out / f"{token}DAMAGED.dcm")
    print("\n".join(uids.values()))


def plant(ds: Dataset, token: str) -> None:
    for element in ds:
        if element.VR in TEXT and element.keyword not in KEPT and element.keyword not in PLANTED:
            element.value = f"{token}XX"[:16]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
