const names = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `/sample-dicom/full-dose/000${n}.dcm`);
const { series } = await veritome.openStudy(names);

const trainer = document.querySelector('veritome-trainer');
trainer.series = series[0];
trainer.addEventListener('veritome-advice', ({ detail }) => {
  // The coach, for a host that wants to show it in its own place.
  trainer.title = detail.rule;
});
