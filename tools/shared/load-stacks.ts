import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SynthesizedStack } from './synthesized-stack';
import { UnknownEnvironment } from './user-error';

/**
 * Reads `<folder>/stacks/<environment>/cdk.tf.json`. The manifest of the last synthesis must contain the environment,
 * because the folder may still contain removed environments.
 * @throws UnknownEnvironment if there is no such environment; the message lists the existing ones
 */
export async function loadSynthesizedStack(folder: string, environment: string): Promise<SynthesizedStack> {
  const stacks = await stackNames(folder);
  if (!stacks.includes(environment)) {
    throw new UnknownEnvironment(`There is no environment "${environment}". main.ts defines: ${stacks.join(', ')}.`);
  }
  return readStack(folder, environment);
}

/** Reads all stacks of the last synthesis. @returns the stacks by name */
export async function loadSynthesizedStacks(folder: string): Promise<ReadonlyMap<string, SynthesizedStack>> {
  const names = await stackNames(folder);
  return new Map(await Promise.all(names.map(async (name) => [name, await readStack(folder, name)] as const)));
}

async function stackNames(folder: string): Promise<readonly string[]> {
  const manifest: { stacks: object } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  return Object.keys(manifest.stacks).sort();
}

async function readStack(folder: string, name: string): Promise<SynthesizedStack> {
  return new SynthesizedStack(JSON.parse(await readFile(path.join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8')));
}
