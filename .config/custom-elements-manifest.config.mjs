/** Element reference, read from the JSDoc of the classes; custom properties, which all share, from the theme. */
import { readFileSync } from 'node:fs';

/** What each custom property of the theme is for. */
const PROPERTIES = {
  background: 'Behind everything but the picture.',
  panel: 'Panels and bars.',
  line: 'Lines between places.',
  edge: 'Borders of controls.',
  text: 'Text.',
  quiet: 'Text of second rank.',
  focus: 'Focus ring, crosshair, primary button, what is chosen.',
  altered: 'Faults, failed proofs, and advice to stop.',
  verified: 'Proofs that hold.',
  guard: 'Flags of slices from which structure was removed.',
  radius: 'Corner radius of controls.',
  scheme: 'Colour scheme of the controls that the browser draws: `dark` or `light`.',
  font: 'Font family.',
};

/** As the theme reads them, with the defaults of the dark one. */
function themeProperties() {
  const theme = readFileSync(new URL('../src/elements/theme.ts', import.meta.url), 'utf8');
  const read = new Map();
  for (const [, name, value] of theme.matchAll(/var\(--veritome-([a-z-]+), ((?:[^()]|\([^()]*\))+)\)/g)) {
    if (!read.has(name)) read.set(name, value);
  }
  return [...read].map(([name, value]) => {
    if (!PROPERTIES[name]) throw new Error(`The custom property --veritome-${name} has no description.`);
    return { name: `--veritome-${name}`, default: value, description: PROPERTIES[name] };
  });
}

const sharedProperties = {
  name: 'shared-properties',
  packageLinkPhase({ customElementsManifest }) {
    const cssProperties = themeProperties();
    for (const { declarations = [] } of customElementsManifest.modules) {
      for (const element of declarations) if (element.tagName) element.cssProperties = cssProperties;
    }
  },
};

export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/elements/**/*.styles.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [sharedProperties],
};
