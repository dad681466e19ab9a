import { ECSClient } from '@aws-sdk/client-ecs';
import { listTasks } from '../../../tools/aws/ecs-service';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';

describe('Service tasks', () => {
  let aws: FakeAws;
  let ecs: ECSClient;

  beforeAll(async () => {
    aws = await FakeAws.start();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    ecs = new ECSClient({ region: 'eu-central-1', endpoint: aws.endpoint, credentials });
    aws.define({
      'ecs:DescribeTasks': ({ tasks }) => ({ tasks: (tasks as string[]).map((taskArn) => ({ taskArn })) }),
    });
  });
  afterAll(() => {
    ecs.destroy();
    aws.stop();
  });

  const names = { clusterName: 'cluster', serviceName: 'app' };

  it('are read from every page of the list, without the tasks that the caller already knows', async () => {
    aws.define({
      'ecs:ListTasks': ({ nextToken }) =>
        nextToken === undefined ? { taskArns: ['a/1', 'a/2'], nextToken: 'more' } : { taskArns: ['a/3'] },
    });
    const tasks = await listTasks(ecs, names, { desiredStatus: 'STOPPED', known: new Set(['a/2']) });
    expect(tasks).toMatchObject([{ taskArn: 'a/1' }, { taskArn: 'a/3' }]);
  });

  it('are an empty list if the service does not exist', async () => {
    aws.define({
      'ecs:ListTasks': () => {
        throw new AwsFault('ServiceNotFoundException', 'Service not found.');
      },
    });
    expect(await listTasks(ecs, names, { desiredStatus: 'RUNNING' })).toEqual([]);
  });
});
