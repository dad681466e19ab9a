import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly annotations: readonly Annotation[] }>>;
}

interface Annotation {
  readonly constructPath: string;
  readonly level: '@cdktf/info' | '@cdktf/warn' | '@cdktf/error';
  readonly message: string;
}

/** Prints what constructs noted about themselves at synth; cdktf puts it only into the manifest. Errors make the process exit 1. */
export function printAnnotations(outdir: string): void {
  const manifest: Manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  for (const { level, constructPath, message } of Object.values(manifest.stacks).flatMap(
    (stack) => stack.annotations,
  )) {
    console.error(`${level.replace('@cdktf/', '')}: ${constructPath}: ${message}`);
    if (level === '@cdktf/error') {
      process.exitCode = 1;
    }
  }
}
