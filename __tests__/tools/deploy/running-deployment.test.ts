import { PassThrough } from 'node:stream';
import type { AwsClients } from '../../../tools/aws/clients';
import { offerRollback } from '../../../tools/deploy/running-deployment';
import type { SynthesizedEnvironment } from '../../../tools/shared/environment';

const { CI } = process.env;
beforeAll(() => {
  process.env.CI = '';
});
afterAll(() => {
  process.env.CI = CI;
});

const environment = { name: 'dev', clusterName: 'cluster', serviceName: 'service' } as SynthesizedEnvironment;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

/** Returns a fake ECS with these running deployments. @param fault the error that ECS returns for a request to stop a deployment */
function createEcs(deployments: readonly string[], fault?: Error) {
  const stopped: object[] = [];
  const send = async (command: Command) => {
    if (command.constructor.name === 'ListServiceDeploymentsCommand')
      return { serviceDeployments: deployments.map((serviceDeploymentArn) => ({ serviceDeploymentArn })) };
    if (fault) throw fault;
    stopped.push(command.input);
    return {};
  };
  return { aws: { ecs: async () => ({ send }) } as unknown as AwsClients, stopped };
}

/** Returns a terminal on which the user types this text. */
function terminalWith(typed: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  stdin.write(typed);
  return { stdin, stdout: Object.assign(new PassThrough(), { isTTY: true }) };
}

const continues = 'ECS continues the deployment; npm run rollback dev restores the previous version';

describe('The offer to roll back', () => {
  it('is not made if no deployment is running', async () => {
    expect(await offerRollback({ environment, ...createEcs([]) }, terminalWith('y\n'))).toBeUndefined();
  });

  it('rolls the deployment back if the user answers yes', async () => {
    const { aws, stopped } = createEcs(['arn:1']);
    expect(await offerRollback({ environment, aws }, terminalWith('y\n'))).toBe(
      'ECS is rolling the deployment back; npm run status dev shows when it is done',
    );
    expect(stopped).toEqual([{ serviceDeploymentArn: 'arn:1', stopType: 'ROLLBACK' }]);
  });

  it.each([
    ['the answer no', 'n\n'],
    ['Ctrl-D', '\x04'],
    ['a second Ctrl-C', '\x03'],
  ])('lets the deployment continue after %s', async (_what, typed) => {
    const { aws, stopped } = createEcs(['arn:1']);
    expect(await offerRollback({ environment, aws }, terminalWith(typed))).toBe(continues);
    expect(stopped).toEqual([]);
  });

  it('lets the deployment continue if there is no terminal', async () => {
    const { aws, stopped } = createEcs(['arn:1']);
    const pipe = { stdin: new PassThrough(), stdout: new PassThrough() };
    expect(await offerRollback({ environment, aws }, pipe)).toBe(continues);
    expect(stopped).toEqual([]);
  });

  it('explains why ECS rejects the rollback', async () => {
    const denied = Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' });
    expect(await offerRollback({ environment, ...createEcs(['arn:1'], denied) }, terminalWith('y\n'))).toBe(
      `${continues} (Your AWS credentials do not allow this command to roll back the deployment (ecs:StopServiceDeployment): not allowed)`,
    );
  });
});
