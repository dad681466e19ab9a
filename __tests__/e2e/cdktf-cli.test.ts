import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type OfflineProvider, startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { isolatedEnvironment } from '../../tools/shared/terraform';
import { createSourceProject } from '../support/commands/source-project';
import { describeIf, terraform } from '../support/jest/requirement';
import { shipped } from '../support/stacks/fixture-bootstrap';
import { fixture, threeTiers } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';
import { goSettings } from '../support/terraform/go-settings';

const image = `app@sha256:${'1'.repeat(64)}`;
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describeIf(terraform, 'npm run cdktf -- deploy dev:', () => {
  const project = createSourceProject();
  const synthesizedDev = synthesized({}, shipped);
  let provider: OfflineProvider;
  let deployed: string;

  /** Runs the `cdktf` script of package.json, without a provider lock file: creating one requires the Terraform registry. */
  async function cdktf(...args: readonly string[]): Promise<string> {
    const { scripts } = JSON.parse(read(project.folder, 'package.json'));
    const words = [...args, '--skip-provider-lock', '--auto-approve'];
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', `${scripts.cdktf} "$@"`, 'sh', ...words], {
      cwd: project.folder,
      env: { ...isolatedEnvironment(project.folder, { ...goSettings, ...provider.environment }), HOME: project.folder },
    });
    return stdout + stderr;
  }

  beforeAll(async () => {
    // This instance type is not in the project's list, so the synthesis prints a warning.
    const compute = { ...threeTiers.compute, instanceType: 't9g.small' };
    project.list(fixture, { ...fixture, ...threeTiers, compute });
    const file = join(project.folder, 'dev.json');
    writeFileSync(file, JSON.stringify(synthesizedDev));
    provider = await startOfflineProvider(usedTypes([file]));
    deployed = await cdktf('deploy', 'dev', '--var', `container_image=${image}`);
  });

  afterAll(() => {
    provider?.stop();
    project.remove();
  });

  it('the cdktf command synthesizes every stack', () => {
    expect(Object.keys(JSON.parse(read(project.folder, 'cdktf.out/manifest.json')).stacks)).toEqual([
      'bootstrap',
      'dev',
      'prod',
    ]);
  });

  it('the cdktf command writes the same JSON as a synthesis without the cdktf command, except for comments', () => {
    const written = read(project.folder, 'cdktf.out/stacks/dev/cdk.tf.json');
    // The cdktf command adds the source location of each construct under the key `//`.
    const withoutComments = (key: string, value: unknown) => (key === '//' ? undefined : value);
    expect(JSON.parse(written, withoutComments)).toEqual(synthesizedDev);
  });

  it('the cdktf command prints each warning only once', () => {
    expect(deployed.match(/t9g\.small is not in the list/g)).toHaveLength(1);
  });

  it('the cdktf command deploys dev with the image in the variable container_image', () => {
    const { outputs } = JSON.parse(read(project.folder, 'terraform.dev.tfstate'));
    expect(outputs.deployed_image.value).toBe(image);
  });

  it('the cdktf command leaves cdktf.json unchanged', () => {
    expect(read(project.folder, 'cdktf.json')).toBe(read(resolve('cdktf.json')));
  });
});
