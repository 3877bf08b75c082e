/** Who made the pixels, for Contributing Equipment (0018,A001) (PS3.3 C.12.1). */
import type { Attributes } from './dcmjs.js';
import type { ContributingEquipment } from './derivedImage.js';
import { codeItem, moment, shortText } from './writeText.js';

/**
 * One item a purpose: validators know the sequence with a single code.
 *
 * @param zone Timezone Offset From UTC of the data set, if it has one.
 */
export function equipmentItems(equipment: ContributingEquipment, zone: string | undefined): Attributes[] {
  const worked = equipment.dateTime && moment(equipment.dateTime, zone);
  return equipment.purposeOfReference.map((purpose) => ({
    PurposeOfReferenceCodeSequence: [codeItem(purpose)],
    Manufacturer: shortText(equipment.manufacturer, 64),
    ManufacturerModelName: shortText(equipment.model, 64),
    SoftwareVersions: shortText(equipment.softwareVersions, 64),
    ContributionDateTime: worked?.dateTime,
    ContributionDescription: shortText(equipment.description, 1024),
  }));
}
