import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly stacks: Readonly<Record<string, SynthesizedStack>>;
}

interface SynthesizedStack {
  /** Of its JSON, in the output folder. */
  readonly synthesizedStackPath: string;
  readonly annotations: readonly Annotation[];
}

interface Annotation {
  readonly constructPath: string;
  readonly level: '@cdktf/info' | '@cdktf/warn' | '@cdktf/error';
  readonly message: string;
}

/**
 * Prints what constructs noted about themselves at synth, which cdktf puts only into the manifest, and where each stack's
 * JSON is. A stack with an error has none: it is deleted, so that nobody applies it, and the process is to exit 1.
 */
export function reportSynthesis(outdir: string, { printsWarnings = true } = {}): void {
  const { stacks }: Manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
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
    }
  }
}
