/** Who made the pixels, for Contributing Equipment (0018,A001) (PS3.3 C.12.1). */
import type { Attributes } from './dcmjs.js';
import type { ContributingEquipment } from './derivedImage.js';
import { codeItem, type Moment, shortText } from './writeText.js';

/** One item a purpose: validators know the sequence with a single code. */
export function equipmentItems(equipment: ContributingEquipment, worked: Moment): Attributes[] {
  return equipment.purposeOfReference.map((purpose) => ({
    PurposeOfReferenceCodeSequence: [codeItem(purpose)],
    Manufacturer: shortText(equipment.manufacturer, 64),
    ManufacturerModelName: shortText(equipment.model, 64),
    SoftwareVersions: shortText(equipment.softwareVersions, 64),
    ContributionDateTime: worked.dateTime,
    ContributionDescription: shortText(equipment.description, 1024),
  }));
}
