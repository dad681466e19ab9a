import type { Benchmark } from './benchmark';

/** The benchmarks by name, in the order of docs/benchmarks.md. `npm run bench:<name>` runs one. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  home: async () => (await import('./home.js')).benchHome,
  posts: async () => (await import('./posts.js')).benchPosts,
  latest: async () => (await import('./latest.js')).benchLatest,
  streams: async () => (await import('./streams.js')).benchStreams,
  boot: async () => (await import('./boot.js')).benchBoot,
  image: async () => (await import('./image.js')).benchImage,
  synth: async () => (await import('./synth.js')).benchSynth,
  local: async () => (await import('./local.js')).benchLocal,
  memory: async () => (await import('./memory.js')).benchMemory,
};

export const benchmarkNames = Object.keys(benchmarks);

/**
 * Imports the benchmark with this name.
 * @throws Error if no benchmark has this name
 */
export async function loadBenchmark(name: string): Promise<Benchmark> {
  const load = benchmarks[name];
  if (load === undefined)
    throw new Error(`There is no benchmark "${name}". Use one of these: ${benchmarkNames.join(', ')}.`);
  return load();
}
