const { series } = await veritome.openStudy(['/sample-dicom/quarter-dose/0010.dcm']);

const measure = document.querySelector('veritome-measure');
measure.stacks = [series[0], await veritome.denoise(series[0])];
measure.rois = [{ shape: 'circle', x: 236, y: 190, width: 72, height: 72 }];
