import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import packageJson from '../../../package.json';
import type { ExtensionParams } from '../../../src/adapters/ohif/host.js';
import type { ModeInstance } from '../../../src/adapters/ohif/mode.js';
import { toolbarButtons } from '../../../src/adapters/ohif/toolbar.js';
import extension, { mode } from '../../../src/adapters/ohif.js';
import { wordsFor } from '../../../src/elements/words/words.js';
import { fakeHost } from './fakeHost.js';

/** Of the app's configuration, what is looked at. */
interface Config {
  readonly extensions: readonly (string | Descriptor)[];
  readonly modes: readonly (string | Descriptor)[];
  readonly dataSources: readonly { readonly configuration: Record<string, unknown> }[];
}

/** Entry of a configuration for OHIF 3.14 (https://docs.ohif.org/deployment/runtime-plugins). */
interface Descriptor {
  readonly packageName: string;
  readonly importPath: string;
  readonly globalName?: string;
  readonly coreVersionRange?: string;
  readonly integrity?: string;
}

function configOf(file: string): Config {
  const window: { config?: Config } = {};
  runInNewContext(readFileSync(`docs/examples/ohif/${file}`, 'utf8'), { window });
  return window.config!;
}

test('the extension is what OHIF registers: its id is the name of the package', async () => {
  assert.equal(extension.id, packageJson.name);
  assert.ok(packageJson.keywords.includes('ohif-extension'));
  const { params } = fakeHost();
  const before = globalThis.customElements?.get('veritome-ohif');
  assert.equal(before, undefined, 'importing it registers nothing');
  await extension.preRegistration(params);
  const [panel] = extension.getPanelModule();
  assert.equal(`${extension.id}.panelModule.${panel.name}`, 'veritome.panelModule.veritome');
  assert.deepEqual(Object.keys(extension.getCommandsModule().definitions), [
    'veritome.open',
    'veritome.denoise',
    'veritome.interpolate',
    'veritome.compare',
    'veritome.inspect',
    'veritome.store',
  ]);
  const [{ name, evaluate }] = extension.getToolbarModule();
  assert.equal(name, 'veritome.evaluate');
  assert.deepEqual(evaluate(), { disabled: true });
  const [{ value }] = extension.getCustomizationModule();
  assert.deepEqual(Object.keys(value), ['veritome.toolbarButtons', 'veritome.panel']);
});

test('the panel is an element as the host’s React knows it, without a React of ours', () => {
  const [panel] = extension.getPanelModule();
  const element = panel.component();
  assert.equal(element.$$typeof, Symbol.for('react.element'));
  assert.equal(element.type, 'veritome-ohif');
  assert.deepEqual(element.props, {});
});

test('every button runs a command that is there', () => {
  const { definitions } = extension.getCommandsModule();
  for (const { props } of toolbarButtons(wordsFor('en')))
    assert.ok(props.commands in definitions, props.commands);
});

test('the mode is the app’s own with our panel first; our id is no dependency that it would import', async () => {
  const entered: unknown[] = [];
  const base = {
    id: '@ohif/mode-longitudinal',
    routeName: 'viewer',
    displayName: 'Basic viewer',
    extensions: { '@ohif/extension-default': '^3.0.0' },
    routes: [
      {
        path: 'longitudinal',
        layoutTemplate: () => ({
          id: 'layout',
          props: { rightPanels: ['measurements'], leftPanels: ['list'] },
        }),
      },
    ],
    onModeEnter: (given: unknown) => entered.push(given),
  };
  const made: ModeInstance = await mode.modeFactory({
    loadModules: async (names) => {
      assert.deepEqual(names, ['@ohif/mode-longitudinal']);
      return [{ modeFactory: () => base }];
    },
  });
  assert.equal(made.id, mode.id);
  assert.equal(made.routeName, 'veritome');
  assert.deepEqual(made.extensions, base.extensions);
  const { props } = await made.routes[0].layoutTemplate();
  assert.deepEqual(props.rightPanels, ['veritome.panelModule.veritome', 'measurements']);
  assert.equal(props.rightPanelClosed, false);
  assert.deepEqual(props.leftPanels, ['list']);
  const sections: [string, readonly string[]][] = [];
  const toolbarService = {
    register: () => undefined,
    updateSection: (name: string, buttons: readonly string[]) => sections.push([name, buttons]),
  };
  const customizationService = { getCustomization: () => toolbarButtons(wordsFor('en')) };
  const services = { toolbarService, customizationService };
  const params = { servicesManager: { services } } as unknown as ExtensionParams;
  made.onModeEnter?.call(made, params);
  assert.deepEqual(entered, [params]);
  assert.deepEqual(sections, [['primary', ['VeritomePanel']]]);
  await assert.rejects(mode.modeFactory({ loadModules: async () => [] }), { name: 'ServiceError' });
});

test('recipe of the released OHIF: two addresses of this origin, and an archive behind the proxy', () => {
  const { extensions, modes, dataSources } = configOf('app-config.js');
  assert.deepEqual([...extensions], ['/veritome/ohif.js']);
  assert.deepEqual([...modes], ['/veritome/ohif-mode.js']);
  const { wadoRoot, qidoRoot, supportsStow } = dataSources[0].configuration;
  assert.deepEqual([wadoRoot, qidoRoot, supportsStow], ['/dicom-web', '/dicom-web', true]);
});

test('recipe of the coming OHIF: descriptors that its loader takes, with the hashes of this build', () => {
  const tags: Record<string, string> = JSON.parse(readFileSync('dist/embed/integrity.json', 'utf8'));
  const { extensions, modes } = configOf('app-config.descriptors.js');
  const ids = [extension.id, mode.id];
  for (const [i, entry] of [...extensions, ...modes].entries()) {
    assert.ok(typeof entry === 'object');
    assert.equal(entry.packageName, ids[i], 'its loader refuses another id');
    assert.equal(entry.globalName, undefined, 'an ESM entry must not have one');
    assert.equal(entry.coreVersionRange, '>=3.14.0-beta.0 <4');
    const file = entry.importPath.replace('/veritome/', '');
    assert.equal(
      entry.integrity,
      `sha384-${file.replace('.js', '').toUpperCase()}`,
      'the reader puts the hash here',
    );
    const bytes = readFileSync(`dist/embed/${file}`);
    assert.equal(tags[file], `sha384-${createHash('sha384').update(bytes).digest('base64')}`);
    assert.match(bytes.toString(), /export\{[^}]*\bas default\b/, 'the loader takes the default export');
  }
});
