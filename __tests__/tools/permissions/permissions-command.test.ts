import { runPermissions } from '../../../tools/permissions/permissions-command';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { captureOutput } from '../../support/commands/capture-output';
import { synthesized } from '../../support/stacks/synthesized';

jest.mock('../../../tools/shared/temporary-synthesis', () => ({ synthesizeTemporarily: jest.fn() }));

const { synthesizeTemporarily } = jest.requireMock('../../../tools/shared/temporary-synthesis');
const { signal } = new AbortController();
const args = { environment: 'dev', json: false, docs: false } as const;

/** Runs the command. @returns the standard output @throws Error if the command fails */
async function print(own: Partial<Parameters<typeof runPermissions>[0]>): Promise<string> {
  const { output, error } = await captureOutput(() => runPermissions({ ...args, ...own }, signal));
  if (error !== undefined) throw new Error(error);
  return output;
}

describe('npm run permissions', () => {
  beforeEach(() => {
    synthesizeTemporarily.mockResolvedValue(new SynthesizedStack(synthesized({}) as never));
  });

  it('prints the policies of a command', async () => {
    expect(await print({ command: 'status' })).toMatch(
      /^dev: least-privilege permissions for npm run status: \d actions, 1 policy\n/,
    );
  });

  it('prints IAM policy documents with --json', async () => {
    const { policies, ...report } = JSON.parse(await print({ command: 'status', json: true, account: '123456789012' }));
    expect(report).toEqual({ environment: 'dev', commands: ['status'], warnings: [] });
    expect(policies).toEqual([
      {
        name: 'status',
        characters: expect.any(Number),
        document: { Version: '2012-10-17', Statement: expect.arrayContaining([]) },
      },
    ]);
  });

  it('explains which resources need an action, as text and as JSON', async () => {
    expect(await print({ explain: 'ec2:CreateVpc' })).toContain('aws_vpc.network');
    expect(JSON.parse(await print({ explain: 'ec2:CreateVpc', json: true }))).toMatchObject({
      action: 'ec2:CreateVpc',
      resources: ['aws_vpc.network'],
      commands: [],
    });
  });

  it('explains why one command needs an action if a command is given', async () => {
    expect(await print({ command: 'plan', explain: 'ec2:DescribeVpcs' })).toContain('aws_vpc.network');
    await expect(print({ command: 'plan', explain: 'ec2:CreateVpc' })).rejects.toThrow(
      'npm run plan does not need ec2:CreateVpc in dev.',
    );
  });

  it('rejects an action that no resource and no command needs', async () => {
    await expect(print({ explain: 'ec2:CreateVpcs' })).rejects.toThrow(
      'No resource of dev and no command needs ec2:CreateVpcs.',
    );
  });

  it('rejects a stack without the tags of an environment', async () => {
    synthesizeTemporarily.mockResolvedValue(new SynthesizedStack({ provider: { aws: [{ region: 'eu-central-1' }] } }));
    await expect(print({})).rejects.toThrow('must set a region and the default tags Project and Environment');
  });

  it('rejects --docs for an environment without a table', async () => {
    await expect(print({ docs: true })).rejects.toThrow(
      'docs/permissions.md has no table of dev. Add a table after the line <!-- permissions dev -->',
    );
  });
});
