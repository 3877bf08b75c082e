const { series } = await veritome.openStudy(['/sample-dicom/quarter-dose/0001.dcm']);

document.querySelector('veritome-header').frame = series[0].frames[0];
