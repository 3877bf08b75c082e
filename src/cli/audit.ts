/** `veritome audit`: is a set of slices good and safe to use? JSON on standard output or in a folder, with a page. */
import type { VeritomeError } from '../errors.js';
import { auditPage } from '../pipeline/audit/page.js';
import { thumbnailsOf } from '../pipeline/audit/thumbnails.js';
import { type AuditReport, audit } from '../pipeline/audit.js';
import { openStudy } from '../pipeline/openStudy.js';
import type { Frame } from '../provenance/markedFrame.js';
import { readArguments } from './arguments.js';
import { refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';
import { openOutput } from './output.js';

export async function auditCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('audit', args, {
    reference: { type: 'string', multiple: true },
    out: { type: 'string' },
    json: { type: 'boolean' },
    force: { type: 'boolean' },
  });
  const output = values.out ? await openOutput(values.out, values.force === true, ['audit.json']) : undefined;
  const fakes = await framesUnder(positionals);
  const reference = values.reference && (await framesUnder(values.reference));
  const refused = [...fakes.refused, ...(reference?.refused ?? [])];
  for (const error of refused) refuse(error);
  const report = await audit(fakes.frames, { reference: reference?.frames, onProgress: showProgress });
  if (output) {
    const text = new TextEncoder();
    const pictures = await thumbnailsOf(fakes.frames, report);
    await output.write('audit.json', text.encode(`${JSON.stringify(report, null, 1)}\n`));
    await output.write('index.html', text.encode(auditPage(report, pictures)));
  }
  if (values.json) say(JSON.stringify(report));
  else for (const line of linesOf(report, fakes.frames)) say(line);
  return refused.length > 0 ? EXIT.refused : EXIT.done;
}

/** Frames of all series under the paths, series by series; what cannot be used is in `refused`. */
async function framesUnder(paths: readonly string[]): Promise<{ frames: Frame[]; refused: VeritomeError[] }> {
  const files = await Promise.all((await listFiles(paths)).map(readInput));
  const study = await openStudy(files);
  return { frames: study.series.flatMap(({ frames }) => frames), refused: [...study.refused] };
}

/** What matters most, and the slices to take out by their file. */
function linesOf(report: AuditReport, frames: readonly Frame[]): string[] {
  const { distribution, memorisation, diversity, slices, flagged, notes } = report;
  const lines = [`${slices.length} slices, ${flagged} flagged.`];
  const ratio = (name: string, value: number | null | undefined, of: string) => {
    if (value !== null && value !== undefined) lines.push(`${name}: ${value.toFixed(2)} of ${of}.`);
  };
  const people = 'what real subjects have between them';
  ratio('Sliced Wasserstein distance', distribution.slicedWasserstein?.ratio, people);
  ratio('Fréchet radiomics distance', distribution.frechetRadiomics?.ratio, people);
  ratio('Distance to the nearest reference slice', memorisation?.ratio, people);
  ratio('Diversity', diversity?.ratio, 'the reference’s');
  for (const { index, flags } of slices) {
    if (flags.length > 0) lines.push(`${frames[index].file}: ${flags.map(({ reason }) => reason).join(' ')}`);
  }
  return [...lines, ...notes];
}
