const names = [9, 10, 11].map((n) => `/sample-dicom/full-dose/${String(n).padStart(4, '0')}.dcm`);
const { series } = await veritome.openStudy(names);

const viewport = document.querySelector('veritome-viewport');
const interpolator = document.querySelector('veritome-interpolator');
viewport.series = interpolator.series = series[0];
interpolator.addEventListener('veritome-result', ({ detail }) => {
  viewport.series = detail.series;
});
