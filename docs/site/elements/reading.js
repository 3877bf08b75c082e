const slices = (folder) => [8, 9, 10, 11].map((n) => `/sample-dicom/${folder}/${String(n).padStart(4, '0')}.dcm`);
const full = await veritome.openStudy(slices('full-dose'));
const quarter = await veritome.openStudy(slices('quarter-dose'));

const reading = document.querySelector('veritome-reading');
reading.sets = [[full.series[0], quarter.series[0]]];
reading.settings = { task: 'choice', question: 'lesion', cases: 4, repeats: 0, seed: 11 };
reading.addEventListener('veritome-reading', ({ detail }) => {
  // Case, side, answer, time: a line each.
  reading.title = `${detail.csv.split('\n').length} lines`;
});
