import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import { explainCloudError } from '../../tools/terraform/cloud-error';
import { describeIf, terraform } from '../support/jest/requirement';
import { Machine } from '../support/terraform/machine';
import { stackWithoutNetwork } from '../support/terraform/stack-without-network';
import { TerraformCloud } from '../support/terraform-cloud/service';

const organization = 'fjord';
const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
const apply = ['apply', '-auto-approve'] as const;
const file = '../../../terraform.dev.tfstate';
const resource = { terraform_data: { one: { input: 'one' } } };
const inFile = { terraform: { backend: { local: { path: file } } }, resource };
const noChanges = 'No changes. Your infrastructure matches the configuration.';

/** In these tests, workspaces only store the state, and Terraform runs on the client. state-cloud-runs.test.ts tests remote runs. */
describeIf(terraform, 'Terraform Cloud:', () => {
  const stack = stackWithoutNetwork({ kind: 'cloud', organization });
  let cloud: TerraformCloud;
  let provider: OfflineProvider;
  const machines: Machine[] = [];

  /** Returns a machine on which a user has logged in and initialized a stack. */
  async function initialized(document: object, token = cloud.createToken('alice')): Promise<Machine> {
    const machine = withToken(token);
    machine.write(document);
    await machine.succeed('init');
    return machine;
  }

  function withToken(token: string): Machine {
    const machine = new Machine(cloud.cliConfiguration(token), provider.environment);
    machines.push(machine);
    return machine;
  }

  beforeAll(async () => {
    cloud = await TerraformCloud.start({ organization, executionMode: 'local' });
    provider = await startOfflineProvider({
      resources: Object.keys(stack.resource),
      dataSources: Object.keys(stack.data),
    });
  });

  afterAll(async () => {
    for (const machine of machines) machine.remove();
    provider?.stop();
    await cloud?.stop();
  });

  describe('State that was in a file before', () => {
    const workspace = () => cloud.workspace('eight-digit-dev');
    let alice: Machine;

    beforeAll(async () => {
      alice = await initialized(stackWithoutNetwork({ kind: 'local' }));
      await alice.succeed(...apply);
      alice.write(stack);
    });

    it('is moved to a new workspace in Terraform Cloud if the user answers yes to terraform init', async () => {
      await alice.runWithAnswer('yes', 'init');
      const table = expect.objectContaining({ type: 'aws_dynamodb_table' });
      expect(workspace().states.read().resources).toContainEqual(table);
    });

    it('contains the resources from the file after the move: a plan shows no changes', async () => {
      expect(await alice.succeed('plan')).toContain(noChanges);
    });

    it('contains the image of the last apply as an output', async () => {
      await alice.succeed(...apply, `-var=container_image=${image}`);
      expect(workspace().states.read().outputs.deployed_image?.value).toBe(image);
    });

    it('is unlocked after an apply', () => {
      expect(workspace().lock.owner).toBeUndefined();
    });

    it('has no copy in the folder of the stack', () => {
      expect(readdirSync(alice.folder).filter((file) => file.includes('tfstate'))).toEqual([]);
    });

    it('is available to another user on another machine after terraform init: a plan shows no changes', async () => {
      const bob = await initialized(stack, cloud.createToken('bob'));
      expect(await bob.succeed('plan')).toContain(noChanges);
    });

    it('contains no resources after terraform destroy', async () => {
      await alice.succeed('destroy', '-auto-approve');
      expect(workspace().states.read().resources).toEqual([]);
    });
  });

  it('if the folder .terraform was deleted, terraform init does not move a state file to Terraform Cloud, but state push does', async () => {
    const alice = await initialized(inFile);
    await alice.succeed(...apply);
    rmSync(join(alice.folder, '.terraform'), { recursive: true });
    alice.write(small('forgotten'));
    await alice.succeed('init');
    expect(cloud.workspace('forgotten').states.current).toBeUndefined();
    await alice.succeed('state', 'push', file);
    expect(await alice.succeed('plan')).toContain(noChanges);
  });

  it('a state in Terraform Cloud can be moved back to a file with state pull and state push', async () => {
    const alice = await initialized(small('left'));
    await alice.succeed(...apply);
    writeFileSync(join(alice.folder, 'moved.tfstate'), await alice.succeed('state', 'pull'));
    alice.write(inFile);
    await alice.succeed('init', '-reconfigure');
    await alice.succeed('state', 'push', 'moved.tfstate');
    expect(await alice.succeed('plan')).toContain(noChanges);
  });

  describe('State that another user has locked', () => {
    let alice: Machine;

    beforeAll(async () => {
      alice = await initialized(small('locked'));
      cloud.workspace('locked').lock.take('bob');
    });

    it('makes an apply fail, and the error names the workspace', async () => {
      expect(await alice.run(...apply)).toEqual({
        exitCode: 1,
        output: expect.stringContaining('workspace already locked (lock ID: "fjord/locked")'),
      });
    });

    it('lets an apply with a lock timeout succeed if the other user releases the lock in time', async () => {
      const applied = alice.start(...apply, '-lock-timeout=10m');
      await applied.prints(/Acquiring state lock/);
      cloud.workspace('locked').lock.release('bob');
      expect((await applied.ended).exitCode).toBe(0);
    });

    it('can be unlocked with force-unlock and the name of the workspace', async () => {
      cloud.workspace('locked').lock.take('bob');
      await alice.succeed('force-unlock', '-force', 'fjord/locked');
      expect(cloud.workspace('locked').lock.owner).toBeUndefined();
    });
  });

  describe('State that the user cannot access', () => {
    it.each([
      ['a wrong token', () => withToken('wrong'), organization, 'Terraform Cloud does not accept the token'],
      ['a missing token', () => withToken(''), organization, 'You are not logged in to Terraform Cloud'],
      [
        'an organization that does not exist',
        () => withToken(cloud.createToken('alice')),
        'exmaple',
        'Terraform Cloud has no organization "exmaple"',
      ],
    ])(
      'makes terraform init fail because of %s, and the npm commands explain the error',
      async (_what, machineWith, name, message) => {
        const machine = machineWith();
        machine.write(small('unreachable', name));
        const { exitCode, output } = await machine.run('init');
        expect(exitCode).toBe(1);
        expect(explainCloudError(output, machine.folder)).toMatch(new RegExp(`^${message}`));
      },
    );
  });

  describe('State that Terraform cannot save at the end of an apply', () => {
    const stateIsSaved = /^POST .*state-versions/;

    it('is saved as soon as Terraform Cloud is available again, because Terraform retries', async () => {
      const alice = await initialized(small('interrupted'));
      cloud.stopAt(stateIsSaved);
      const applied = alice.start(...apply);
      await applied.prints(/Please do not exit\s+Terraform to prevent data loss/);
      await cloud.recover();
      expect((await applied.ended).exitCode).toBe(0);
      expect(cloud.workspace('interrupted').states.read().resources).toHaveLength(1);
    });

    describe('because the token was revoked', () => {
      let alice: Machine;
      let output: string;

      beforeAll(async () => {
        alice = await initialized(small('lost'));
        cloud.revokeTokensAt(stateIsSaved);
        ({ output } = await alice.run(...apply));
      });

      it('is written to errored.tfstate', () => {
        expect(existsSync(join(alice.folder, 'errored.tfstate'))).toBe(true);
      });

      it('can be saved later with a command that Terraform prints', () => {
        expect(output).toContain('terraform state push errored.tfstate');
      });

      it('remains locked by the user who ran the apply', () => {
        expect(cloud.workspace('lost').lock.owner).toBe('alice');
      });

      it('can be saved with a new login, force-unlock and state push: a plan then shows no changes', async () => {
        alice.logIn(cloud.cliConfiguration(cloud.createToken('alice')));
        await alice.succeed('force-unlock', '-force', 'fjord/lost');
        await alice.succeed('state', 'push', 'errored.tfstate');
        expect(await alice.succeed('plan')).toContain(noChanges);
      });
    });
  });
});

/** Returns a stack whose only resource needs no provider, and whose state is in the workspace with this name. */
function small(name: string, owner = organization): object {
  return { terraform: { cloud: { organization: owner, workspaces: { name } } }, resource };
}
