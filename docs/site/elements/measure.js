const full = await veritome.openStudy(['/sample-dicom/full-dose/0010.dcm']);
const quarter = await veritome.openStudy(['/sample-dicom/quarter-dose/0010.dcm']);

const measure = document.querySelector('veritome-measure');
measure.stacks = [full.series[0], quarter.series[0]];
measure.rois = [{ shape: 'circle', x: 236, y: 190, width: 72, height: 72 }];
