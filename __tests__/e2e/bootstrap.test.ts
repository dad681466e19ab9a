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

/** Each test continues from the result of the previous test. */
describeIf(terraform, 'Complete bootstrap, with the real terraform:', () => {
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

  it('the state of the bootstrap is in a file after the first apply', () => {
    expect(existsSync(file)).toBe(true);
  });

  it('the output state_line is the line of settings that moves the state into the new bucket', async () => {
    expect(await machine.succeed('output', '-raw', 'state_line')).toBe(
      `state: { kind: 's3', bucket: '${name}', region: 'eu-central-1' },`,
    );
  });

  it('terraform init -migrate-state -force-copy moves the state of the bootstrap into the bucket without a question', async () => {
    machine.write(synthesizedBootstrap({ ...complete, state: { kind: 's3', bucket: name, region: 'eu-central-1' } }));
    await machine.succeed('init', '-migrate-state', '-force-copy');
    expect([...bucket.objects.keys()]).toEqual(['eight-digit/bootstrap.tfstate']);
  });

  it('a plan shows no changes after the move, although the state file was deleted', async () => {
    rmSync(file);
    await machine.succeed(...planNoChanges);
  });

  it('terraform destroy fails for the bootstrap, because the state bucket is protected', async () => {
    const { exitCode, output } = await machine.run('destroy', '-auto-approve', '-refresh=false');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Instance cannot be destroyed.*aws_s3_bucket\.state/s);
  });
});
