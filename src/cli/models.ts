/** `veritome models`: the models of this package. */
import { generators, models } from '../pipeline/models.js';
import { readArguments } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';

export async function modelsCommand(args: string[]): Promise<Exit> {
  const { values } = readArguments('models', args, { json: { type: 'boolean' } }, false);
  for (const card of [...(await models()), ...(await generators())]) {
    if (values.json) say(JSON.stringify(card));
    else
      say(`${card.id} ${card.version}  ${card.selection.modality.join(', ')}  ${card.description.summary}`);
  }
  return EXIT.done;
}
