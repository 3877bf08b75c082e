/**
 * What a code block of the documents stands in: names that the text around it has explained
 * (`input`, `series`, `save` …), public functions that it calls without importing them again.
 * Nothing that a block declares or imports itself is given to it.
 *
 * @module
 */
import ts from 'typescript';

/** A name of the frame: how it comes about; other names in it are looked up in turn. */
export type Frame = Readonly<Record<string, string>>;

/** Names that need types alone: nothing of them is run. */
const TYPED: Frame = {
  authorization: "''",
  signIn: "async () => ''",
  studyInstanceUID: "''",
  seriesInstanceUID: "''",
  showSaveFilePicker:
    'async (_: { suggestedName: string }) => (await navigator.storage.getDirectory()).getFileHandle(_.suggestedName, { create: true })',
  signerDer: 'new Uint8Array()',
  issuerDer: 'new Uint8Array()',
  hospitalRootDer: 'new Uint8Array()',
  timeRootDer: 'new Uint8Array()',
  askOcsp: 'async () => false',
  onStep: '() => {}',
  onAdvice: '() => {}',
};

/** In a page: the reader has chosen slices of the sample study. */
export const IN_PAGE: Frame = {
  ...TYPED,
  input: "document.querySelector('input') as HTMLInputElement & { files: FileList }",
  save: 'async (..._: unknown[]) => {}',
  show: '(..._: unknown[]) => {}',
  note: '(..._: unknown[]) => {}',
  onProgress: '() => {}',
  study: 'await openStudy(input.files)',
  series: 'study.series[0]',
  acquired: 'series',
  denoised: 'await denoise(series)',
  quiet: 'denoised',
  weaker: 'await denoise(series, { strength: 0.5 })',
  other: 'await denoise(series, { strength: 0.25 })',
  acquiredOne: 'acquired',
  denoisedOne: 'denoised',
  acquiredTwo: 'acquired',
  denoisedTwo: 'weaker',
  fakes: 'await generate({ count: 4, seed: 7 })',
  bytes: "(await exportSeries(quiet, { format: 'dicom' }).next()).value!.bytes",
};

/** Beside Node: the same, without a page. */
export const IN_NODE: Frame = { ...TYPED, onProgress: IN_PAGE.onProgress, show: IN_PAGE.show };

/** A module that exports the names of `frame` that `code` leaves open, `before` them the given lines. */
export interface Framed {
  readonly frame: string;
  readonly code: string;
}

/**
 * Puts a block into its frame.
 *
 * @param exported public names of the package.
 * @param module specifier by which the block finds its frame.
 */
export function framed(
  code: string,
  frame: Frame,
  exported: ReadonlySet<string>,
  module: string,
  before = '',
): Framed {
  const open = openNames(code);
  const wanted = [...open].filter((name) => name in frame);
  const imported = [...open].filter((name) => exported.has(name) && !(name in frame));
  const order: string[] = [];
  const visit = (name: string) => {
    if (order.includes(name)) return;
    for (const needed of openNames(frame[name])) if (needed in frame && needed !== name) visit(needed);
    order.push(name);
  };
  for (const name of wanted) visit(name);
  const lines = order.map((name) => `export const ${name} = ${frame[name]};`);
  const used = [...openNames(`${before}\n${lines.join('\n')}`)].filter((name) => exported.has(name));
  const imports = (names: string[], from: string) =>
    names.length > 0 ? `import { ${names.join(', ')} } from '${from}';\n` : '';
  return {
    frame: `${imports(used, 'veritome')}${[before, ...lines].filter(Boolean).join('\n')}\nexport {};\n`,
    code: `import '${module}';\n${imports(wanted, module)}${imports(imported, 'veritome')}${code}\nexport {};\n`,
  };
}

/** Identifiers that are read and that the code itself does not declare. */
export function openNames(code: string): Set<string> {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true);
  const [used, declared] = [new Set<string>(), new Set<string>()];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text);
      else if (isRead(node)) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return new Set([...used].filter((name) => !declared.has(name)));
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  const named =
    ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent);
  if (named || ts.isBindingElement(parent)) return parent.name === node;
  return ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent) || ts.isImportClause(parent);
}

/** Not the name of a member or a key. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !ts.isTypeReferenceNode(parent);
}
