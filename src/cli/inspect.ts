/** `veritome inspect`: what a file is; decoded pixels by hash. */
import { inspect } from '../pipeline/inspect.js';
import { readArguments } from './arguments.js';
import { refuse, say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';

export async function inspectCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('inspect', args, { json: { type: 'boolean' } });
  let refused = false;
  for (const path of await listFiles(positionals)) {
    const { name, bytes } = await readInput(path);
    const { inspection, error } = await inspect(bytes, name);
    if (values.json) say(JSON.stringify(inspection));
    // Line by line: a line end inside a value is no line end of ours.
    else if (!error) for (const [key, value] of Object.entries(inspection)) say(`${key}: ${show(value)}`);
    if (error) {
      refuse(error);
      refused = true;
    }
  }
  return refused ? EXIT.refused : EXIT.done;
}

function show(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
