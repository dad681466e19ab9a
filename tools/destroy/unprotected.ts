import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outdir, type SynthesizedEnvironment } from '../shared/environment';
import { synthesize } from '../shared/synthesize';

interface Database {
  skip_final_snapshot?: boolean;
  lifecycle?: { readonly ignore_changes?: readonly string[] };
}

const fileOf = ({ folder }: SynthesizedEnvironment): string => path.join(folder, 'cdk.tf.json');

/** Whether the stack's JSON makes Terraform refuse to delete resources. */
function isProtected({ stack }: SynthesizedEnvironment): boolean {
  return JSON.stringify(stack.document).includes('"prevent_destroy":true');
}

/**
 * Runs `work` while the stack's JSON contains no protection, as with `removal: 'destroy'`. Afterwards, restores the JSON,
 * so that nobody applies the unprotected JSON by accident.
 */
export async function whileUnprotected<T>(
  environment: SynthesizedEnvironment,
  stop: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const file = fileOf(environment);
  const original = await readFile(file);
  try {
    if (isProtected(environment)) await synthesize(environment.name, outdir, stop, { unprotected: true });
    return await work();
  } finally {
    await writeFile(file, original);
  }
}

/** Changes the stack's JSON so that AWS creates a final snapshot, with a unique name, of every database that is deleted. */
export async function keepFinalSnapshots(environment: SynthesizedEnvironment): Promise<void> {
  const file = fileOf(environment);
  const document = JSON.parse(await readFile(file, 'utf8')) as {
    resource: { aws_db_instance?: Readonly<Record<string, Database>> };
  };
  for (const database of Object.values(document.resource.aws_db_instance ?? {})) {
    const { lifecycle = {} } = database;
    database.skip_final_snapshot = false;
    // `ignore_changes` must not contain the name of the snapshot, because an apply must set this name for an imported
    // database.
    const ignored = lifecycle.ignore_changes?.filter((name) => name !== 'final_snapshot_identifier') ?? [];
    database.lifecycle = { ...lifecycle, ignore_changes: ignored };
  }
  await writeFile(file, JSON.stringify(document, null, 2));
}
