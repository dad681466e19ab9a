import { readFileSync } from 'node:fs';
import type { UsedTypes } from './derive-schema';

/** Collects the types that synthesized stacks use, so that only their schemas are loaded. */
export function usedTypes(files: readonly string[]): UsedTypes {
  const stacks = files.map((file): Record<string, object | undefined> => JSON.parse(readFileSync(file, 'utf8')));
  const collect = (section: string) => [...new Set(stacks.flatMap((stack) => Object.keys(stack[section] ?? {})))];
  const isAws = (type: string) => type.startsWith('aws_');
  return { resources: collect('resource').filter(isAws).sort(), dataSources: collect('data').filter(isAws).sort() };
}
