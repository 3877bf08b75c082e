const names = [9, 10, 11].map((n) => `/sample-dicom/quarter-dose/${String(n).padStart(4, '0')}.dcm`);
const { series } = await veritome.openStudy(names);

const compare = document.querySelector('veritome-compare');
compare.acquired = series[0];
compare.index = 1;
compare.generated = await veritome.denoise(series[0], { strength: 0.8 });
