const generator = document.querySelector('veritome-generator');
generator.addEventListener('veritome-slice', ({ detail }) => {
  // One at a time, marked; what is kept leaves as a data set.
  generator.title = `Slice ${detail.index + 1}`;
});
