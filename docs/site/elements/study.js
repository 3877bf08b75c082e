const folders = ['full-dose', 'quarter-dose'];
const names = folders.flatMap((folder) => [1, 2, 3].map((n) => `/sample-dicom/${folder}/000${n}.dcm`));

const study = document.querySelector('veritome-study');
study.addEventListener('veritome-select', ({ detail }) => {
  study.selected = detail.series;
});
await study.open(names);
