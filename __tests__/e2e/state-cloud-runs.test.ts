import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import type { TerraformResult } from '../../tools/shared/terraform';
import { describeIf, terraform } from '../support/jest/requirement';
import { reference } from '../support/stacks/synthesized';
import { Machine, type RunningCommand } from '../support/terraform/machine';
import { stackWithoutNetwork } from '../support/terraform/stack-without-network';
import type { Run } from '../support/terraform-cloud/run';
import { TerraformCloud } from '../support/terraform-cloud/service';

const organization = 'fjord';
const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
const clientSecret = 'a-secret-of-the-client';
const apply = ['apply', '-auto-approve'] as const;

/**
 * In a remote run, the client uploads the stack's folder and shows the logs. Another `terraform` process plans and applies the upload, with
 * its own environment variables.
 */
describeIf(terraform, 'Terraform Cloud:', () => {
  const stack = stackWithoutNetwork({ kind: 'cloud', organization });
  let cloud: TerraformCloud;
  let provider: OfflineProvider;
  const machines: Machine[] = [];

  async function initialized(document: object, environment?: Readonly<Record<string, string>>): Promise<Machine> {
    const machine = new Machine(cloud.cliConfiguration(cloud.createToken('alice')), environment);
    machines.push(machine);
    machine.write(document);
    await machine.succeed('init');
    return machine;
  }

  beforeAll(async () => {
    provider = await startOfflineProvider({
      resources: Object.keys(stack.resource),
      dataSources: Object.keys(stack.data),
    });
    // The environment variables of every remote run contain the address of the offline provider.
    cloud = await TerraformCloud.start({ organization, executionMode: 'remote', environment: provider.environment });
  });

  afterAll(async () => {
    for (const machine of machines) machine.remove();
    await cloud?.stop();
    provider?.stop();
  });

  describe('Remote run of dev', () => {
    const states = () => cloud.workspace('eight-digit-dev').states;
    let alice: Machine;
    let applied: TerraformResult;

    beforeAll(async () => {
      alice = await initialized(stack, provider.environment);
      applied = await alice.runWithAnswer('yes', 'apply', `-var=container_image=${image}`);
    });

    it('prints the logs of plan and apply on the client', () => {
      expect(applied).toEqual({
        exitCode: 0,
        output: expect.stringMatching(/Running apply in HCP Terraform.*Plan: \d+ to add.*Apply complete!/s),
      });
    });

    it('deploys the image in the variable container_image', () => {
      expect(states().read().outputs.deployed_image?.value).toBe(image);
    });

    it('plans no changes if the next run omits the variable container_image', async () => {
      expect(await alice.succeed('plan')).toContain('No changes. Your infrastructure matches the configuration.');
    });

    it('provides its outputs to the client', async () => {
      expect(JSON.parse(await alice.succeed('output', '-json'))).toMatchObject({
        deployed_image: { value: image },
      });
    });

    it('deletes all resources if the command is terraform destroy', async () => {
      await alice.succeed('destroy', '-auto-approve');
      expect(states().read().resources).toEqual([]);
    });
  });

  /** The commands of these tests mostly wait, so they run concurrently. */
  describe('Remote run that fails or is stopped', () => {
    const runOf = (name: string) => cloud.workspace(name).runs[0] as Run;
    const outcomes = new Map<string, TerraformResult>();

    const scenarios: Record<string, (machine: Machine) => Promise<TerraformResult>> = {
      failing: (machine) => machine.run(...apply),
      unanswered: (machine) => machine.run('apply'),
      stopped: async (machine) => {
        const command = await applying(machine);
        runOf('stopped').cancel();
        return command.ended;
      },
      locked: async (machine) => {
        cloud.workspace('locked').lock.take('bob');
        const command = machine.start(...apply);
        await command.prints(/Waiting for the manually locked workspace to be unlocked/);
        command.interrupt();
        return command.ended;
      },
    };

    beforeAll(async () => {
      await Promise.all(
        Object.entries(scenarios).map(async ([name, scenario]) => {
          const isValid = String(name !== 'failing');
          const environment = { AWS_SECRET_ACCESS_KEY: clientSecret, TF_VAR_is_valid: isValid };
          const machine = await initialized(small(name), environment);
          outcomes.set(name, await scenario(machine));
          if (name !== 'unanswered') await runOf(name).ended;
        }),
      );
    });

    it.each([
      ['a plan that fails because of a TF_VAR_ variable of the client', 'failing', 1, 'This is not valid.'],
      ['an apply that nobody confirms', 'unanswered', 1, 'Please handle run confirmation in the UI.'],
      ['an apply that another user cancels', 'stopped', 1, 'Error: execution halted'],
      ['Ctrl-C while another user holds the lock', 'locked', 0, 'The remote operation was successfully cancelled.'],
    ])('reports on the client: %s', (_what, name, exitCode, message) => {
      expect(outcomes.get(name)).toEqual({ exitCode, output: expect.stringContaining(message) });
    });

    it.each(['failing', 'locked'])('creates no resources in the workspace "%s"', (name) => {
      expect(cloud.workspace(name).states.current).toBeUndefined();
    });

    it('saves a state with the resources that were created before another user cancelled the run', () => {
      const { resources } = cloud.workspace('stopped').states.read();
      expect(resources).toContainEqual(expect.objectContaining({ name: 'stopped' }));
    });

    it.each([
      ['failing', 'errored'],
      ['stopped', 'canceled'],
      ['locked', 'canceled'],
    ])('in the workspace "%s", ends with the status %s', (name, status) => {
      expect(runOf(name).status).toBe(status);
    });

    it.each(['failing', 'stopped'])('releases the lock of the workspace "%s"', (name) => {
      expect(cloud.workspace(name).lock.owner).toBeUndefined();
    });

    it("does not inherit the client's environment variables", () => {
      const environment = outcomes.get('stopped')?.output;
      expect(environment).toContain('TFC_RUN_ID=');
      expect(environment).not.toContain(clientSecret);
    });

    it('waits in Terraform Cloud until a user confirms it, even after the client has exited', async () => {
      runOf('unanswered').confirm();
      await runOf('unanswered').ended;
      expect(runOf('unanswered').status).toBe('applied');
    });
  });
});

/** Starts an apply. Resolves when the log shows that Terraform is creating the slow resource. */
async function applying(machine: Machine): Promise<RunningCommand> {
  const command = machine.start(...apply);
  await command.prints(/slow: Provisioning with 'local-exec'/);
  return command;
}

/**
 * Returns a stack that needs no provider and contains a resource with this name. If the name is `stopped`, the stack also contains a
 * resource that takes ten minutes to create, so that a test can cancel the run during the creation.
 */
function small(name: string): object {
  const valid = { condition: reference('var.is_valid'), error_message: 'This is not valid.' };
  const wait = { 'local-exec': { command: 'env; exec sleep 600' } };
  const isSlow = name === 'stopped';
  return {
    terraform: { cloud: { organization, workspaces: { name } } },
    variable: { is_valid: { type: 'bool', default: true } },
    resource: {
      terraform_data: {
        [name]: { lifecycle: { precondition: valid } },
        ...(isSlow && { slow: { depends_on: [`terraform_data.${name}`], provisioner: [wait] } }),
      },
    },
  };
}
