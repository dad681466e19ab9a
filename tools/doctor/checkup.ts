import { readSourceVersion } from '../image/source-version';
import { loadEnvironment, type SynthesizedEnvironment } from '../shared/environment';
import { requireTerraform, terraformProgram } from '../shared/terraform';
import { checkEnvironment } from './environment-checks';
import { type Finding, finding, skipped } from './finding';

/**
 * Checks whether a deployment would work. If a check fails, the checks that depend on it are skipped.
 * @throws UnknownEnvironment before the first check if there is no such environment
 */
export async function* checkUp(name: string, stop: AbortSignal): AsyncGenerator<Finding> {
  let environment: SynthesizedEnvironment | undefined;
  const settings = await finding(stop, 'Settings', async () => {
    environment = await loadEnvironment(name, stop);
    return `environments/${name}.ts is valid; project ${environment.project} in ${environment.region}`;
  });
  yield await finding(stop, 'Node.js', async () => process.version);
  const terraform = await finding(stop, 'Terraform', async () => `${terraformProgram()} ${await requireTerraform()}`);
  yield terraform;
  yield settings;
  yield await finding(stop, 'Version', describeVersion);
  if (!environment) yield* skipped('Settings', 'Credentials', 'Registry', 'Image', 'State', 'Quotas');
  else yield* checkEnvironment(environment, terraform.isFine, stop);
}

async function describeVersion(): Promise<string> {
  const { version, changedFiles, commit } = await readSourceVersion(process.cwd());
  if (commit === null)
    return `${version}, because this folder is not a git repository with a commit; a deployment in CI or with --clean would be rejected`;
  return changedFiles.length === 0
    ? version
    : `${version}, with ${changedFiles.length} uncommitted changes; a deployment in CI or with --clean would be rejected`;
}
