/** The models that ship: files, licence, and the data they were made from, as each NOTICE says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';
import { sha256 } from './vendored.mjs';

const SECTIONS = { 'TRAINED ON': 'training', 'DERIVED FROM': 'training', 'EVALUATED ON': 'evaluation' };
const LICENCE = /, ((?:CC|PDDL|BSD|Apache|MIT|public domain)[^,]*?)(?:, .*)?$/;

/** What is shipped of each model, and under which terms. */
export function shippedModels() {
  const folder = join(root, 'models');
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'card.json')))
    .sort()
    .map((id) => {
      const card = JSON.parse(readFileSync(join(folder, id, 'card.json'), 'utf8'));
      const notice = readFileSync(join(folder, id, 'NOTICE'), 'utf8');
      return {
        id,
        version: card.version ?? '1.0.0',
        title: card.title ?? card.description?.summary ?? id,
        // The id stands in the first line, then the licence of the weights.
        licence: /^[\w-]+: .*, (\S+) \(see LICENSE/.exec(notice)?.[1],
        data: dataOf(notice),
        files: readdirSync(join(folder, id))
          .filter((name) => /\.(onnx|bin)$/.test(name))
          .sort()
          .map((name) => ({ name, sha256: sha256(readFileSync(join(folder, id, name))) })),
      };
    });
}

/** Data sets of a NOTICE: lines that are indented by two, below the name of their section. */
export function dataOf(notice) {
  const found = [];
  let use;
  for (const line of notice.split('\n')) {
    const section = Object.keys(SECTIONS).find((name) => line.startsWith(name));
    if (section) use = SECTIONS[section];
    else if (/^\S/.test(line)) use = undefined;
    else if (use && /^ {2}\S/.test(line)) {
      const text = line.trim();
      // Said in full above.
      if (/\(as above\)$/.test(text)) {
        const name = text.replace(/, other subjects.*$|\s*\(as above\)$/g, '');
        found.push({ name, use, licence: found.find((one) => one.name === name)?.licence });
        continue;
      }
      const licence = LICENCE.exec(text)?.[1];
      found.push({ name: licence ? text.slice(0, text.indexOf(`, ${licence}`)) : text, use, licence });
    }
  }
  return found;
}
