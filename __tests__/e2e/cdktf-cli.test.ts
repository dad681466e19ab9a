import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isolatedEnvironment } from '../../tools/shared/terraform';
import { type StandInProvider, startStandInProvider } from '../../tools/stand-in-provider/start';
import { usedTypes } from '../../tools/stand-in-provider/used-types';
import { createFixtureProject, type FixtureProject } from '../support/commands/fixture-project';
import { describeIf, terraform } from '../support/jest/requirement';

const root = resolve(__dirname, '../..');
const cli = require.resolve('cdktf-cli/bundle/bin/cdktf');
const image = `app@sha256:${'1'.repeat(64)}`;

interface State {
  readonly outputs: Record<string, { readonly value: unknown } | undefined>;
  readonly resources: readonly unknown[];
}

describeIf(terraform, 'cdktf', () => {
  let fixture: FixtureProject;
  let project: string;
  let provider: StandInProvider;

  /** Without the lock file: locking asks the registry. */
  async function cdktf(...args: readonly string[]): Promise<void> {
    await promisify(execFile)(process.execPath, [cli, ...args, '--skip-provider-lock', '--auto-approve'], {
      cwd: project,
      env: { ...isolatedEnvironment(project, provider.environment), HOME: project },
    });
  }

  function readState(): State {
    return JSON.parse(readFileSync(join(project, 'terraform.dev.tfstate'), 'utf8'));
  }

  beforeAll(async () => {
    fixture = createFixtureProject();
    project = fixture.folder;
    copyFileSync(join(root, 'cdktf.json'), join(project, 'cdktf.json'));
    provider = await startStandInProvider(usedTypes([fixture.stack]));
  });

  afterAll(() => {
    provider?.stop();
    fixture?.remove();
  });

  it('deploys dev with an image', async () => {
    await cdktf('deploy', 'dev', '--var', `container_image=${image}`);
    expect(readState().outputs.deployed_image?.value).toBe(image);
  });

  it('destroys dev', async () => {
    await cdktf('destroy', 'dev');
    expect(readState().resources).toEqual([]);
  });

  it('leaves cdktf.json as it was', () => {
    const text = (folder: string) => readFileSync(join(folder, 'cdktf.json'), 'utf8');
    expect(text(project)).toBe(text(root));
  });
});
