/** The two runtimes that an exported file must run in. */
import * as node from 'onnxruntime-node';
import { runtimeSource } from '../../../src/inference/backend.js';
import { loadRuntime } from '../../../src/inference/network.js';

export interface Feed {
  readonly values: Float32Array;
  /** With the batch. */
  readonly dims: readonly number[];
}

export interface Answer {
  readonly values: Float32Array;
  readonly dims: readonly number[];
}

/** Runs a file once. */
export type Run = (file: Uint8Array, feeds: Readonly<Record<string, Feed>>) => Promise<Answer>;

export const inNode: Run = async (file, feeds) => {
  const session = await node.InferenceSession.create(file);
  const tensors = Object.entries(feeds).map(
    ([name, { values, dims }]) => [name, new node.Tensor('float32', values, [...dims])] as const,
  );
  const answers = await session.run(Object.fromEntries(tensors));
  const { data, dims } = answers[session.outputNames[0]];
  return { values: data as Float32Array, dims };
};

/** As the package runs it: wasm. */
export const inWeb: Run = async (file, feeds) => {
  const ort = await loadRuntime('wasm', await runtimeSource());
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const tensors = Object.entries(feeds).map(
    ([name, { values, dims }]) => [name, new ort.Tensor('float32', values, [...dims])] as const,
  );
  const answers = await session.run(Object.fromEntries(tensors));
  const { data, dims } = answers[session.outputNames[0]];
  const answer = { values: (data as Float32Array).slice(), dims: [...dims] };
  await session.release();
  return answer;
};
