import childProcess from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { defineStacks } from '../../stacks/define-stacks';
import { balanced, fixtureWith } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

const terraform = (changes: Parameters<typeof synthesized>[0]) => synthesized(changes).terraform;

describe('state in a file', () => {
  it('is kept outside the output folder, at a path that is the same on every machine', () => {
    expect(terraform({ state: { kind: 'local' } }).backend).toEqual({
      local: { path: '../../../terraform.dev.tfstate' },
    });
  });
});

describe('state in S3', () => {
  const state = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' } as const;

  it('is one encrypted object for each environment, locked by a file beside it', () => {
    expect(terraform({ state }).backend).toEqual({
      s3: {
        bucket: 'acme-terraform-state',
        key: 'eight-digit/dev.tfstate',
        region: 'eu-west-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('is refused to every account but the given one', () => {
    const { backend } = terraform({ state, account: '012345678901' });
    expect(backend).toMatchObject({ s3: { allowed_account_ids: ['012345678901'] } });
  });
});

describe('state in Terraform Cloud', () => {
  const state = { kind: 'cloud', organization: 'acme' } as const;

  it('is kept in a workspace named for project and environment', () => {
    expect(terraform({ state }).cloud).toEqual({ organization: 'acme', workspaces: { name: 'eight-digit-dev' } });
  });

  it('is kept in the workspace that the environment names', () => {
    const { cloud } = terraform({ state: { ...state, workspace: 'web-dev' } });
    expect(cloud).toEqual({ organization: 'acme', workspaces: { name: 'web-dev' } });
  });

  it('leaves no backend beside it, which Terraform would refuse', () => {
    expect(terraform({ state })).not.toHaveProperty('backend');
  });

  it('is synthesized without a terraform on the PATH', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'state-'));
    const run = jest.spyOn(childProcess, 'execSync');
    try {
      const app = new App({ outdir });
      defineStacks(app, [fixtureWith({ state }), fixtureWith({ ...balanced, state })]);
      app.synth();
      expect(run).not.toHaveBeenCalled();
    } finally {
      run.mockRestore();
      rmSync(outdir, { recursive: true });
    }
  });
});
