/** What an Enhanced result says in its functional groups; the rest is as in a single-frame one. */
import { absent, type Expectation, is, like, type Row, same } from './expectation.js';
import type { ENHANCED } from './written.js';

type Kind = (typeof ENHANCED)[number];

const row = (
  path: string,
  tag: string,
  section: string,
  denoised: Expectation,
  between: Expectation,
): Row<Kind> => ({
  path,
  tag,
  section,
  in: { denoised, between },
});

const both = (expected: Expectation): [Expectation, Expectation] => [expected, expected];
const ENHANCED_CT = '1.2.840.10008.5.1.4.1.1.2.1';
/** The second frame: in a series with slices between, the first that was synthesised. */
const FRAME = 'PerFrameFunctionalGroupsSequence[1].';
const DERIVATION = `${FRAME}DerivationImageSequence[0].`;
const SOURCE = `${DERIVATION}SourceImageSequence[0].`;
const TYPE = `${FRAME}CTImageFrameTypeSequence[0].`;
const COPY = 'PerFrameFunctionalGroupsSequence[0].';

export const ENHANCED_ROWS: readonly Row<Kind>[] = [
  row('SOPClassUID', '(0008,0016)', 'A.38, A.36', ...both(is(ENHANCED_CT, 'as the source'))),
  row('SyntheticData', '(0008,001C)', 'C.12.1', ...both(is('YES'))),
  row(
    'ImageType',
    '(0008,0008)',
    'C.8.16.1',
    is('DERIVED\\PRIMARY\\VOLUME\\AI_DENOISED'),
    is('DERIVED\\PRIMARY\\VOLUME\\MIXED'),
  ),
  row('NumberOfFrames', '(0028,0008)', 'C.7.6.6', is('3', 'of the series'), is('3', 'of the series')),
  row('ContentQualification', '(0018,9004)', 'C.8.15.2, C.8.13.1', ...both(is('RESEARCH'))),
  row('AcquisitionContextSequence', '(0040,0555)', 'C.7.6.14', ...both(same)),
  row('SmallestImagePixelValue', '(0028,0106)', 'C.7.6.3', ...both(absent)),
  row('DerivationDescription', '(0008,2111)', 'C.7.6.16.2.6', ...both(absent)),
  row(
    'DimensionIndexSequence[1].DimensionIndexPointer',
    '(0020,9165)',
    'C.7.6.17',
    same,
    is('(0020, 9057)', 'In-Stack Position Number'),
  ),
  row(
    'SourceImageEvidenceSequence[0].ReferencedSeriesSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID',
    '(0008,1155)',
    'C.8.15.2, C.8.13.1',
    ...both(is('1.2.826.0.1.3680043.8.498.1.3', 'the source')),
  ),
  row(
    `${DERIVATION}DerivationDescription`,
    '(0008,2111)',
    'C.7.6.16.2.6',
    like(/^Denoised by/, 'as of one slice'),
    like(/^Interpolated by/, 'as of one slice'),
  ),
  row(
    `${DERIVATION}DerivationCodeSequence[0].CodeValue`,
    '(0008,0100)',
    'C.7.6.16.2.6, CID 7203',
    is('AI-DENOISE'),
    is('113085'),
  ),
  row(
    `${DERIVATION}SourceImageSequence`,
    '(0008,2112)',
    'C.7.6.16.2.6',
    is('1 items', '1 item'),
    is('2 items'),
  ),
  row(
    `${SOURCE}ReferencedFrameNumber`,
    '(0008,1160)',
    'Table 10-3',
    is('2', 'the source frame'),
    is('1', 'the frame before'),
  ),
  row(`${SOURCE}SpatialLocationsPreserved`, '(0028,135A)', 'C.7.6.16.2.6', is('YES'), is('NO')),
  row(
    `${SOURCE}PurposeOfReferenceCodeSequence[0].CodeValue`,
    '(0008,0100)',
    'C.7.6.16.2.6, CID 7202',
    ...both(is('121322')),
  ),
  row(
    `${TYPE}FrameType`,
    '(0008,9007)',
    'C.8.15.3.1, C.8.13.5.1',
    is('DERIVED\\PRIMARY\\VOLUME\\AI_DENOISED'),
    is('DERIVED\\PRIMARY\\VOLUME\\AI_SYNTHESIZED'),
  ),
  row(`${TYPE}PixelPresentation`, '(0008,9205)', 'C.8.16.2', ...both(is('MONOCHROME', 'as the source'))),
  row(`${TYPE}VolumetricProperties`, '(0008,9206)', 'C.8.16.2', ...both(is('VOLUME', 'as the source'))),
  row(
    `${TYPE}VolumeBasedCalculationTechnique`,
    '(0008,9207)',
    'C.8.16.2',
    ...both(is('NONE', 'as the source')),
  ),
  row(
    `${COPY}CTImageFrameTypeSequence[0].FrameType`,
    '(0008,9007)',
    'C.8.15.3.1',
    is('DERIVED\\PRIMARY\\VOLUME\\AI_DENOISED'),
    is('DERIVED\\PRIMARY\\VOLUME\\UNCHANGED'),
  ),
  row(
    `${FRAME}PlanePositionSequence[0].ImagePositionPatient`,
    '(0020,0032)',
    'C.7.6.16.2.3',
    same,
    is('-8\\-8\\2.5', 'on the line between the sources'),
  ),
  row(
    `${FRAME}FrameContentSequence[0].DimensionIndexValues`,
    '(0020,9157)',
    'C.7.6.16.2.2',
    same,
    is('1\\2', 'place in the stack'),
  ),
  row(
    `${FRAME}FrameContentSequence[0].FrameAcquisitionDateTime`,
    '(0018,9074)',
    'C.7.6.16.2.2',
    same,
    absent,
  ),
  row(`${FRAME}CTExposureSequence[0].ExposureInmAs`, '(0018,9332)', 'C.8.15.3.8', same, absent),
  row(
    'SharedFunctionalGroupsSequence[0].CTImageFrameTypeSequence',
    '(0018,9329)',
    'C.7.6.16',
    ...both(absent),
  ),
  row(
    'SharedFunctionalGroupsSequence[0].PixelValueTransformationSequence[0].RescaleIntercept',
    '(0028,1052)',
    'C.7.6.16.2.9',
    ...both(same),
  ),
  row(
    'SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].SpacingBetweenSlices',
    '(0018,0088)',
    'C.7.6.16.2.1',
    same,
    is('2.5', 'of the new series'),
  ),
  row(
    '(0099,1001)',
    '(0099,1001)',
    'PS3.5 7.8.1',
    ...both(like(/^\{"schema"/, 'record of the first generated frame, JSON')),
  ),
  row('(0099,1002)', '(0099,1002)', 'PS3.5 7.8.1', ...both(like(/^[0-9a-f]{64}$/, 'SHA-256 of all frames'))),
  row(
    '(0099,1004)',
    '(0099,1004)',
    'PS3.5 7.8.1',
    like(/^\[\{\},\{"mark"/, 'what of each frame’s record differs'),
    like(/^\["[0-9a-f]{64}",\{\},"[0-9a-f]{64}"\]$/, 'the same; of unchanged frames their hash'),
  ),
];
