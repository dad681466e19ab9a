import childProcess from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { defineStacks } from '../../stacks/define-stacks';
import { balanced, fixtureWith } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

const terraform = (changes: Parameters<typeof synthesized>[0]) => synthesized(changes).terraform;

describe('State in a file', () => {
  it('is outside the output folder of the synthesis, at a relative path', () => {
    expect(terraform({ state: { kind: 'local' } }).backend).toEqual({
      local: { path: '../../../terraform.dev.tfstate' },
    });
  });
});

describe('State in S3', () => {
  const state = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' } as const;

  it('is one encrypted object for each environment, with a lock file', () => {
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

  it('accepts only credentials of the account in the settings', () => {
    const { backend } = terraform({ state, account: '012345678901' });
    expect(backend).toMatchObject({ s3: { allowed_account_ids: ['012345678901'] } });
  });
});

describe('State in Terraform Cloud', () => {
  const state = { kind: 'cloud', organization: 'acme' } as const;

  it('is in a workspace named after project and environment by default', () => {
    expect(terraform({ state }).cloud).toEqual({ organization: 'acme', workspaces: { name: 'eight-digit-dev' } });
  });

  it('is in the workspace that the settings name', () => {
    const { cloud } = terraform({ state: { ...state, workspace: 'web-dev' } });
    expect(cloud).toEqual({ organization: 'acme', workspaces: { name: 'web-dev' } });
  });

  it('has no backend block, because Terraform rejects a backend block next to a cloud block', () => {
    expect(terraform({ state })).not.toHaveProperty('backend');
  });

  it('is synthesized without running terraform', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'state-'));
    const run = jest.spyOn(childProcess, 'execSync');
    try {
      const app = new App({ outdir });
      defineStacks(app, { environments: [fixtureWith({ state }), fixtureWith({ ...balanced, state })] });
      app.synth();
      expect(run).not.toHaveBeenCalled();
    } finally {
      run.mockRestore();
      rmSync(outdir, { recursive: true });
    }
  });
});
