/** One slice, acquired and denoised, at the two sides of a curtain. */
async function show(compare) {
  const { openStudy, denoise } = globalThis.veritome;
  const { series } = await openStudy('study/quarter-dose/0001.dcm');
  compare.acquired = series[0];
  compare.generated = await denoise(series[0]);
}

show(document.querySelector('veritome-compare'));
