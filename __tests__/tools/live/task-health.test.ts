import type { Task } from '@aws-sdk/client-ecs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { readTaskHealth } from '../../../tools/live/task-health';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';

describe('Task health', () => {
  let aws: FakeAws;
  let ecs: ECSClient;

  beforeAll(async () => {
    aws = await FakeAws.start();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    ecs = new ECSClient({ region: 'eu-central-1', endpoint: aws.endpoint, credentials, maxAttempts: 1 });
  });
  afterAll(() => {
    ecs.destroy();
    aws.stop();
  });

  const stopped = (id: string, stoppedAt: number, stoppedReason: string, exitCode: number): object => ({
    taskArn: `a/${id}`,
    lastStatus: 'STOPPED',
    stoppedAt,
    stoppedReason,
    containers: [{ name: 'app', exitCode } satisfies NonNullable<Task['containers']>[number]],
  });

  function read(tasks: readonly object[], hasHealthCheck = true) {
    aws.define({
      'ecs:ListTasks': ({ desiredStatus }) => ({ taskArns: [desiredStatus] }),
      'ecs:DescribeTasks': ({ tasks: asked }) => ({
        tasks: tasks.filter((task) => 'stoppedAt' in task === (asked as string[]).includes('STOPPED')),
      }),
    });
    const props = {
      environment: { clusterName: 'cluster', serviceName: 'app', hasHealthCheck },
      aws: { ecs: async () => ecs },
    };
    return readTaskHealth(props as unknown as Parameters<typeof readTaskHealth>[0]);
  }

  it('does not say how many tasks are healthy if the container has no health check', async () => {
    const tasks = [{ lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' }];
    expect(await read(tasks, false)).toMatchObject({ healthyTasks: null });
  });

  it('contains the number of healthy tasks and the newest failure', async () => {
    const tasks = [
      { taskArn: 'a/1', lastStatus: 'RUNNING', healthStatus: 'HEALTHY' },
      { taskArn: 'a/2', lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' },
      stopped('3', 1_700_000_000, 'Essential container in task exited', 1),
      stopped('4', 1_700_000_060, 'Task failed container health checks', 137),
      stopped('5', 1_700_000_120, 'Scaling activity initiated by deployment ecs-svc/1', 0),
    ];
    expect(await read(tasks)).toEqual({
      healthyTasks: 1,
      lastFailure: '2023-11-14T22:14:20.000Z task 4: Task failed container health checks; container app: exit code 137',
    });
  });

  it('contains no failure if ECS stopped tasks only to replace them', async () => {
    expect(await read([stopped('5', 1, 'Scaling activity initiated by deployment ecs-svc/1', 0)])).toEqual({
      healthyTasks: 0,
      lastFailure: null,
    });
  });

  it('is unknown if AWS rejects the requests', async () => {
    aws.define({
      'ecs:ListTasks': () => {
        throw new AwsFault('AccessDeniedException', 'no');
      },
    });
    const props = { environment: {}, aws: { ecs: async () => ecs } } as unknown as Parameters<typeof readTaskHealth>[0];
    expect(await readTaskHealth(props)).toBeUndefined();
  });
});
