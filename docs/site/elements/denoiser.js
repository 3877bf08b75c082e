const names = [9, 10].map((n) => `/sample-dicom/quarter-dose/${String(n).padStart(4, '0')}.dcm`);
const { series } = await veritome.openStudy(names);

const viewport = document.querySelector('veritome-viewport');
const denoiser = document.querySelector('veritome-denoiser');
viewport.series = denoiser.series = series[0];
denoiser.addEventListener('veritome-result', ({ detail }) => {
  viewport.series = detail.series;
});
