const names = [1, 2, 3, 4, 5].map((n) => `/sample-dicom/quarter-dose/000${n}.dcm`);
const { series } = await veritome.openStudy(names);

const viewport = document.querySelector('veritome-viewport');
viewport.series = series[0];
viewport.addEventListener('veritome-view', ({ detail }) => {
  // The index, the window, the zoom: to be kept, or given to another viewport.
  viewport.title = `Slice ${detail.index + 1}`;
});
