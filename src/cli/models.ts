/** `veritome models`: the models of this package, the check of others, and drafts of cards for them. */
import { generators, models } from '../pipeline/models.js';
import { readArguments } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { modelsCardCommand } from './modelsCard.js';
import { modelsCheckCommand } from './modelsCheck.js';

export async function modelsCommand(args: string[]): Promise<Exit> {
  const [what, ...rest] = args;
  if (what === 'check') return modelsCheckCommand(rest);
  if (what === 'card') return modelsCardCommand(rest);
  const { values } = readArguments('models', args, { json: { type: 'boolean' } }, false);
  for (const card of [...(await models()), ...(await generators())]) {
    if (values.json) say(JSON.stringify(card));
    else
      say(`${card.id} ${card.version}  ${card.selection.modality.join(', ')}  ${card.description.summary}`);
  }
  return EXIT.done;
}
