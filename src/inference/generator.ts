/**
 * Opens a generator and makes slices with it: in a worker on a page, in the process in
 * Node. What it returns is {@link RawOutput}, which only the seal can open.
 *
 * @module
 */
import { RawOutput } from '../provenance/rawOutput.js';
import type { Execution } from '../provenance/record.js';
import type { GeneratorModel } from '../registry/generators.js';
import { connect, type OpenOptions, patience, runtimeSource, workerFault } from './backend.js';
import type { OpenGeneratorRequest, SynthesisAnswer, SynthesisRequest } from './protocol.js';

/** A slice, boxed, what the discriminators say of it where there are any, and what computed it. */
export interface Draft {
  readonly raw: RawOutput;
  readonly realism?: number;
  /** Latent models: tissue codes of the layout that the slice was made of. */
  readonly layout?: Uint8Array;
  readonly execution: Execution;
}

export interface Generator {
  /** What the model opened on. */
  readonly execution: Execution;
  /** Makes one slice; rejects with the signal's reason as soon as it is aborted. */
  make(request: SynthesisRequest): Promise<Draft>;
  /** Ends the worker and frees its memory. */
  close(): void;
}

/** Opens `model` where it runs best. */
export async function openGenerator(
  model: GeneratorModel,
  { wish, signal }: OpenOptions,
): Promise<Generator> {
  signal?.throwIfAborted();
  const request: OpenGeneratorRequest = { generator: model, wish, runtime: await runtimeSource() };
  const { execution, make, close } =
    typeof Worker === 'undefined' ? await inProcess(request) : await inWorker(request, signal);
  return {
    execution,
    async make(slice) {
      signal?.throwIfAborted();
      const { values, ...rest } = await make(slice);
      return { raw: new RawOutput(values), ...rest };
    },
    close,
  };
}

interface Backend {
  readonly execution: Execution;
  make(request: SynthesisRequest): Promise<SynthesisAnswer>;
  close(): void;
}

async function inProcess(request: OpenGeneratorRequest): Promise<Backend> {
  const { openSynthesiser } = await import('./synthesiser.js');
  const { execution, make } = await openSynthesiser(request);
  return { execution: execution(), make, close() {} };
}

async function inWorker(request: OpenGeneratorRequest, signal: AbortSignal | undefined): Promise<Backend> {
  const { ask, close } = connect(signal);
  try {
    const [toOpen, toRun] = patience(request.generator.card);
    const reply = await ask({ openGenerator: request }, [], toOpen);
    if (!('opened' in reply)) throw workerFault('unexpected reply');
    return {
      execution: reply.opened,
      async make(synthesis) {
        const answer = await ask({ synthesis }, [synthesis.noise.buffer], toRun);
        if (!('synthesised' in answer)) throw workerFault('unexpected reply');
        return answer.synthesised;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
