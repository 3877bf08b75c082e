/* Runs the examples of the page: the code that is printed below them, from its own file. */
(() => {
  if (location.protocol === 'file:' || !globalThis.veritome) return;
  veritome.configureAssets({ base: new URL('../../assets/', location.href).href });
  for (const place of document.querySelectorAll('.live')) {
    const template = place.querySelector('template');
    if (!template) continue;
    const running = document.createElement('div');
    running.className = 'running';
    running.append(template.content.cloneNode(true));
    place.append(running);
    const { script } = place.dataset;
    const started = script ? import(new URL(script, location.href).href) : Promise.resolve();
    started.then(
      () => {
        place.dataset.state = 'ran';
      },
      (error) => {
        place.dataset.state = 'failed';
        const said = document.createElement('p');
        said.setAttribute('role', 'alert');
        said.textContent = error.message;
        place.append(said);
      },
    );
  }
})();
