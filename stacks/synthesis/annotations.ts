import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface StackManifest {
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
}

interface SynthesizedStack {
  /** The path of the stack's JSON, relative to the output folder. */
  readonly synthesizedStackPath: string;
  readonly annotations: readonly Annotation[];
}

interface Annotation {
  readonly constructPath: string;
  readonly level: '@cdktf/info' | '@cdktf/warn' | '@cdktf/error';
  readonly message: string;
}

/**
 * Prints the path of each stack's JSON, and the stack's warnings and errors, because cdktf writes these only to the manifest. If a stack
 * has an error, its JSON is deleted, so that nobody can apply it, and the exit code becomes 1.
 * @param options with `printsWarnings: false`, only errors are printed
 * @returns the paths of the JSON of all stacks without errors
 */
export function reportSynthesis(outdir: string, { printsWarnings = true } = {}): readonly string[] {
  const { stacks }: StackManifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  const files: string[] = [];
  for (const { synthesizedStackPath, annotations } of Object.values(stacks)) {
    const file = join(outdir, synthesizedStackPath);
    for (const { level, constructPath, message } of annotations) {
      if (level !== '@cdktf/error' && !printsWarnings) continue;
      console.error(`${level.replace('@cdktf/', '')}: ${constructPath}: ${message}`);
    }
    if (annotations.some(({ level }) => level === '@cdktf/error')) {
      rmSync(file);
      process.exitCode = 1;
    } else {
      console.log(file);
      files.push(file);
    }
  }
  return files;
}
