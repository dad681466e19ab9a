import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import { describeIf, terraform } from '../support/jest/requirement';
import { complete } from '../support/stacks/fixture-bootstrap';
import { synthesizedBootstrap } from '../support/stacks/synthesized-bootstrap';
import { Machine } from '../support/terraform/machine';
import { StateBucket } from '../support/terraform/state-bucket';

const name = 'eight-digit-bootstrap-state-123456789012-eu-central-1';
const planNoChanges = ['plan', '-detailed-exitcode'] as const;

/** Each test continues from the result of the one before. */
describeIf(terraform, 'Bootstrap with all parts, with the real terraform,', () => {
  let provider: OfflineProvider;
  let bucket: StateBucket;
  let machine: Machine;
  let file: string;

  beforeAll(async () => {
    const stack = synthesizedBootstrap(complete);
    provider = await startOfflineProvider({
      resources: Object.keys(stack.resource),
      dataSources: Object.keys(stack.data),
    });
    bucket = await StateBucket.start(name);
    machine = new Machine('', { ...bucket.environment, ...provider.environment });
    file = join(machine.root, 'terraform.bootstrap.tfstate');
    machine.write(stack);
    await machine.succeed('init');
    await machine.succeed('apply', '-auto-approve');
  });

  afterAll(() => {
    machine?.remove();
    bucket?.stop();
    provider?.stop();
  });

  it('first has its state in a file', () => {
    expect(existsSync(file)).toBe(true);
  });

  it('prints the state line for the bucket', async () => {
    expect(await machine.succeed('output', '-raw', 'state_line')).toBe(
      `state: { kind: 's3', bucket: '${name}', region: 'eu-central-1' },`,
    );
  });

  it('moves its state into the bucket with one command, without a question', async () => {
    machine.write(synthesizedBootstrap({ ...complete, state: { kind: 's3', bucket: name, region: 'eu-central-1' } }));
    await machine.succeed('init', '-migrate-state', '-force-copy');
    expect([...bucket.objects.keys()]).toEqual(['eight-digit/bootstrap.tfstate']);
  });

  it('plans no changes without the file', async () => {
    rmSync(file);
    await machine.succeed(...planNoChanges);
  });

  it('cannot be destroyed, because of the state bucket', async () => {
    const { exitCode, output } = await machine.run('destroy', '-auto-approve', '-refresh=false');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Instance cannot be destroyed.*aws_s3_bucket\.state/s);
  });
});
