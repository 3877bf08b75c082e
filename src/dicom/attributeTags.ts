/** The attributes this room reads, by DICOM keyword (PS3.6), and their names for messages. */

/** A tag as dicom-parser writes it: `x` and eight lower-case hex digits. */
export type Tag = `x${string}`;

export const TAG = {
  FileMetaInformationGroupLength: 'x00020000',
  MediaStorageSOPInstanceUID: 'x00020003',
  TransferSyntaxUID: 'x00020010',
  SpecificCharacterSet: 'x00080005',
  ImageType: 'x00080008',
  SOPClassUID: 'x00080016',
  SOPInstanceUID: 'x00080018',
  SyntheticData: 'x0008001c',
  StudyDate: 'x00080020',
  Modality: 'x00080060',
  StudyDescription: 'x00081030',
  SeriesDescription: 'x0008103e',
  PatientName: 'x00100010',
  PatientID: 'x00100020',
  PixelPresentation: 'x00089205',
  SliceThickness: 'x00180050',
  StudyInstanceUID: 'x0020000d',
  SeriesInstanceUID: 'x0020000e',
  SeriesNumber: 'x00200011',
  InstanceNumber: 'x00200013',
  ImagePositionPatient: 'x00200032',
  ImageOrientationPatient: 'x00200037',
  FrameOfReferenceUID: 'x00200052',
  PlanePositionSequence: 'x00209113',
  PlaneOrientationSequence: 'x00209116',
  SamplesPerPixel: 'x00280002',
  PhotometricInterpretation: 'x00280004',
  PlanarConfiguration: 'x00280006',
  NumberOfFrames: 'x00280008',
  Rows: 'x00280010',
  Columns: 'x00280011',
  PixelSpacing: 'x00280030',
  BitsAllocated: 'x00280100',
  BitsStored: 'x00280101',
  HighBit: 'x00280102',
  PixelRepresentation: 'x00280103',
  PixelPaddingValue: 'x00280120',
  PixelPaddingRangeLimit: 'x00280121',
  WindowCenter: 'x00281050',
  WindowWidth: 'x00281051',
  RescaleIntercept: 'x00281052',
  RescaleSlope: 'x00281053',
  RescaleType: 'x00281054',
  WindowCenterWidthExplanation: 'x00281055',
  VOILUTFunction: 'x00281056',
  RedPaletteColorLookupTableDescriptor: 'x00281101',
  GreenPaletteColorLookupTableDescriptor: 'x00281102',
  BluePaletteColorLookupTableDescriptor: 'x00281103',
  RedPaletteColorLookupTableData: 'x00281201',
  GreenPaletteColorLookupTableData: 'x00281202',
  BluePaletteColorLookupTableData: 'x00281203',
  SegmentedRedPaletteColorLookupTableData: 'x00281221',
  SegmentedGreenPaletteColorLookupTableData: 'x00281222',
  SegmentedBluePaletteColorLookupTableData: 'x00281223',
  ModalityLUTSequence: 'x00283000',
  LUTDescriptor: 'x00283002',
  LUTExplanation: 'x00283003',
  ModalityLUTType: 'x00283004',
  LUTData: 'x00283006',
  VOILUTSequence: 'x00283010',
  PixelMeasuresSequence: 'x00289110',
  FrameVOILUTSequence: 'x00289132',
  PixelValueTransformationSequence: 'x00289145',
  RealWorldValueMappingSequence: 'x00409096',
  MeasurementUnitsCodeSequence: 'x004008ea',
  CodeValue: 'x00080100',
  RealWorldValueIntercept: 'x00409224',
  RealWorldValueSlope: 'x00409225',
  SegmentationFractionalType: 'x00620010',
  MaximumFractionalValue: 'x0062000e',
  PresentationLUTShape: 'x20500020',
  SharedFunctionalGroupsSequence: 'x52009229',
  PerFrameFunctionalGroupsSequence: 'x52009230',
  ExtendedOffsetTable: 'x7fe00001',
  FloatPixelData: 'x7fe00008',
  DoubleFloatPixelData: 'x7fe00009',
  PixelData: 'x7fe00010',
} as const satisfies Record<string, Tag>;

const KEYWORD = new Map<string, string>(Object.entries(TAG).map(([keyword, tag]) => [tag, keyword]));

/** True for an attribute whose value this room relies on. */
export function isRead(tag: string): boolean {
  return KEYWORD.has(tag);
}

/** `Rows (0028,0010)`; the bare tag where we have no keyword for it. */
export function attributeName(tag: string): string {
  const number = `(${tag.slice(1, 5)},${tag.slice(5, 9)})`;
  const keyword = KEYWORD.get(tag);
  return keyword ? `${keyword} ${number}` : number;
}
