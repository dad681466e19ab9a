import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from '../../stacks/environment';
import { type StandInProvider, startStandInProvider } from '../../tools/stand-in-provider/start';
import { describeIf, terraform } from '../support/requirement';
import { StateBucket } from '../support/state-bucket';
import { Checkout } from '../support/state-checkout';
import { synthesized } from '../support/synthesized';

const apply = ['apply', '-auto-approve'];
const planNoChanges = ['plan', '-detailed-exitcode'];
const move = ['init', '-migrate-state'];

const local: State = { kind: 'local' };
const s3: State = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' };

/** A stack that is dev's cluster alone; the `terraform` block is as it was synthesized. */
function stackIn(state: State): object {
  const { terraform, provider, resource } = synthesized({ state });
  return { terraform, provider, resource: { aws_ecs_cluster: resource.aws_ecs_cluster } };
}

/** One story: each test begins where the one before has ended. */
describeIf(terraform, 'state in a file, with the real terraform', () => {
  const key = 'eight-digit/dev.tfstate';
  let provider: StandInProvider;
  let bucket: StateBucket;
  let checkout: Checkout;
  let colleague: Checkout;
  let file: string;

  beforeAll(async () => {
    provider = await startStandInProvider({ resources: ['aws_ecs_cluster'], dataSources: [] });
    bucket = await StateBucket.start('acme-terraform-state');
    checkout = new Checkout({ ...bucket.environment, ...provider.environment });
    colleague = new Checkout({ ...bucket.environment, ...provider.environment });
    file = join(checkout.root, 'terraform.dev.tfstate');
    checkout.synthesize(stackIn(local));
    await checkout.succeed(['init']);
    await checkout.succeed(apply);
  });

  afterAll(() => {
    checkout?.remove();
    colleague?.remove();
    bucket?.stop();
    provider?.stop();
  });

  it("is kept in the repository's root", () => {
    expect(existsSync(file)).toBe(true);
  });

  it('outlives cdktf.out', async () => {
    rmSync(join(checkout.root, 'cdktf.out'), { recursive: true });
    checkout.synthesize(stackIn(local));
    await checkout.succeed(['init']);
    await checkout.succeed(planNoChanges);
  });

  it('is not forgotten when the environment names a bucket: Terraform asks for a move first', async () => {
    checkout.synthesize(stackIn(s3));
    const { exitCode, output } = await checkout.terraform(apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('Backend type changed from "local" to "s3"');
    expect(output).toContain('-migrate-state');
  });

  it('moves into the bucket, and nothing is made a second time', async () => {
    await checkout.succeed(move, 'yes\n');
    rmSync(file);
    await checkout.succeed(planNoChanges);
    expect([...bucket.objects.keys()]).toEqual([key]);
  });

  it('is in the bucket for everybody', async () => {
    colleague.synthesize(stackIn(s3));
    await colleague.succeed(['init']);
    await colleague.succeed(planNoChanges);
  });

  it('moves back into the file, and nothing is made a second time', async () => {
    checkout.synthesize(stackIn(local));
    await checkout.succeed(move, 'yes\n');
    bucket.objects.delete(key);
    await checkout.succeed(planNoChanges);
    expect(existsSync(file)).toBe(true);
  });
});
