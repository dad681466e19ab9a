import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bucket, bucketName } from '../../../stacks/app-resources/bucket';
import { queue, queueUrl } from '../../../stacks/app-resources/queue';
import { topic, topicArn } from '../../../stacks/app-resources/topic';
import type { Environment } from '../../../stacks/environment';
import { managedStatements, policiesOf, statementsOf } from '../../support/iam/role-policies';
import { appResources } from '../../support/stacks/all-app-resources';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { type Changes, fixtureWith } from '../../support/stacks/fixture-environment';
import { streamName } from '../../support/stacks/stream';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const changes: Changes = {
  resources: appResources,
  app: {
    environment: {
      QUEUE_URL: queueUrl('jobs'),
      REPORTS: bucketName('reports'),
      NEWS: topicArn('news'),
      STREAM: streamName('clicks'),
    },
  },
};
const stack = synthesized(changes, complete);
const bootstrap = synthesizedBootstrap(complete, [fixtureWith(changes)]);

/** One resource of each kind, with its expected names and actions. The kind of `clicks` is defined only for tests. */
const kinds = [
  {
    part: 'jobs',
    address: 'aws_sqs_queue.resources_jobs',
    variable: ['QUEUE_URL', 'url'],
    name: 'eight-digit-dev-jobs-queue',
    arn: 'arn:aws:sqs:eu-central-1:123456789012:eight-digit-dev-',
    app: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
    read: 'sqs:GetQueueAttributes',
    write: 'sqs:CreateQueue',
  },
  {
    part: 'reports',
    address: 'aws_s3_bucket.resources_reports',
    variable: ['REPORTS', 'bucket'],
    name: `eight-digit-dev-reports-bucket-${reference('data.aws_caller_identity.current.account_id')}-eu-central-1`,
    arn: 'arn:aws:s3:::eight-digit-dev-',
    app: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListBucket'],
    read: 's3:GetBucketPolicy',
    write: 's3:CreateBucket',
  },
  {
    part: 'news',
    address: 'aws_sns_topic.resources_news',
    variable: ['NEWS', 'arn'],
    name: 'eight-digit-dev-news-topic',
    arn: 'arn:aws:sns:eu-central-1:123456789012:eight-digit-dev-',
    app: ['sns:Publish'],
    read: 'sns:GetTopicAttributes',
    write: 'sns:CreateTopic',
  },
  {
    part: 'clicks',
    address: 'aws_kinesis_stream.resources_clicks',
    variable: ['STREAM', 'id'],
    name: 'eight-digit-dev-clicks-stream',
    arn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/eight-digit-dev-',
    app: ['kinesis:PutRecord'],
    read: 'kinesis:DescribeStreamSummary',
    write: 'kinesis:CreateStream',
  },
] as const;

/** Returns the actions that the statements allow on ARNs with this prefix. */
function actionsOn(prefix: string, statements: ReturnType<typeof statementsOf>): string[] {
  return statements
    .filter(({ Resource = [] }) => [Resource].flat().some((arn) => arn.startsWith(prefix)))
    .flatMap(({ Action = [] }) => Action);
}

describe('App resource', () => {
  it.each(kinds)('$part has the name $name in AWS', ({ address, name }) => {
    const { name: ownName, bucket } = resource(stack, address);
    expect(ownName ?? bucket).toBe(name);
  });

  it.each(kinds)(
    '$part provides its attribute $variable.1 in the variable $variable.0',
    ({ address, variable: [name, attribute] }) => {
      const [container] = JSON.parse(String(resource(stack, 'aws_ecs_task_definition.app').container_definitions));
      expect(container.environment).toContainEqual({ name, value: reference(`${address}.${attribute}`) });
    },
  );

  it.each(kinds)('$part grants the app exactly the actions of its kind', ({ part, arn, app }) => {
    const own = actionsOn(`${arn}${part}-`, statementsOf(stack, 'app_task'));
    expect(own.sort()).toEqual([...app].sort());
  });

  it.each(kinds)(
    '$part is in the permissions boundary of the app with exactly the actions of its kind',
    ({ part, arn, app }) => {
      const { boundary = '' } = policiesOf(stack, 'app_task');
      const bounds = actionsOn(`${arn}${part}-`, managedStatements(bootstrap, boundary));
      expect(bounds.sort()).toEqual([...app].sort());
    },
  );

  it.each(kinds)('$part can be created by the roles that deploy', ({ arn, read, write }) => {
    for (const role of ['github_deploy_dev', 'terraform_cloud_run_dev']) {
      expect(actionsOn(`${arn}*`, statementsOf(bootstrap, role))).toEqual(expect.arrayContaining([read, write]));
    }
  });

  it.each(kinds)('$part can be read, but not created, by the roles that plan', ({ arn, read, write }) => {
    for (const role of ['github_plan', 'terraform_cloud_plan_dev']) {
      const actions = actionsOn(`${arn}*`, statementsOf(bootstrap, role));
      expect(actions).toContain(read);
      expect(actions).not.toContain(write);
    }
  });

  it.each([
    'aws_sqs_queue.resources_jobs',
    'aws_sqs_queue.resources_jobs_dead_letters',
    'aws_kinesis_stream.resources_clicks',
  ])("%s cannot be destroyed with removal: 'protect'", (address) => {
    const kept = synthesized({ ...changes, removal: 'protect' });
    const { name } = resource(kept, address);
    expect(resource(kept, address).lifecycle).toEqual({ prevent_destroy: true });
    expect(kept.locals.removal_present).toContainEqual(expect.stringMatching(new RegExp(`^(queue|stream) ${name}$`)));
  });

  it('adds nothing to the stack if the setting `resources` is empty', () => {
    expect(Object.keys(synthesized({ resources: {} }).resource)).toEqual(Object.keys(synthesized().resource));
    expect(Object.keys(stack.resource)).toContain('aws_sqs_queue');
  });

  it.each<[string, Changes['resources'], readonly string[]]>([
    ['a queue by default', { jobs: queue() }, ['sqs:SendMessage']],
    [
      "a queue with app: 'receive'",
      { jobs: queue({ app: 'receive' }) },
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
    ],
    ['a bucket by default', { jobs: bucket() }, ['s3:GetObject', 's3:ListBucket']],
    ['a topic', { jobs: topic() }, ['sns:Publish']],
  ])('grants the app only the actions that %s allows', (_resource, resources, actions) => {
    const { policy } = resource(synthesized({ resources }), 'aws_iam_role_policy.app_task_app_resources');
    const granted = JSON.parse(String(policy)).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(granted).toEqual(actions);
  });
});

describe('Check of app resources', () => {
  const problems = (settings: Pick<Environment, 'resources' | 'app'>) =>
    environmentErrorMessage([fixtureWith(settings)])
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  const variable = (value: ReturnType<typeof queueUrl>, resources: Environment['resources'] = {}) =>
    problems({ resources, app: { environment: { A: value } } });

  it.each(['Jobs', 'my_jobs', '2nd', 'a-', 'x'.repeat(25)])('rejects the name %s', (name) => {
    expect(problems({ resources: { [name]: queue() } })).toEqual([
      `resources.${name} has an invalid name. Use a name of 1 to 24 lower-case letters, digits and single hyphens, starting with a letter.`,
    ]);
  });

  it('lists the existing resources of the kind if a reference is misspelt', () => {
    expect(variable(queueUrl('job'), { jobs: queue(), mails: queue(), news: topic() })).toEqual([
      'app.environment.A is "job". There is no queue with this name. Use jobs or mails, or add another queue to resources.',
    ]);
  });

  it('says how to add a resource if the environment has no resource of the kind', () => {
    expect(variable(queueUrl('jobs'))).toEqual([
      'app.environment.A is "jobs". There is no queue with this name. Add it: resources: { jobs: queue() }.',
    ]);
  });

  it.each([
    ['job', 'There is no queue with this name. Correct the name of resources.Jobs, and use it here.'],
    ['Job', 'There is no queue with this name. Correct the name of resources.Jobs, and use it here.'],
  ])('suggests correcting the invalid resource name Jobs if a reference contains %s', (name, remedy) => {
    expect(variable(queueUrl(name), { Jobs: queue() })[1]).toBe(`app.environment.A is "${name}". ${remedy}`);
  });

  it('suggests adding a resource with another name if the name in the reference is invalid', () => {
    expect(variable(queueUrl('Jobs'))).toEqual([
      'app.environment.A is "Jobs". There is no queue with this name. Add a queue to resources, and use its name here.',
    ]);
  });

  it('rejects a reference to a resource of another kind', () => {
    expect(variable(queueUrl('news'), { jobs: queue(), news: topic() })).toEqual([
      'app.environment.A is "news". resources.news is a topic, not a queue. Use jobs, or add another queue to resources.',
    ]);
  });

  it('rejects an attribute that the kind does not have', () => {
    expect(variable({ ...queueUrl('jobs'), attribute: 'size' }, { jobs: queue() })).toEqual([
      'app.environment.A is "size". Use url or arn.',
    ]);
  });

  it.each<[string, unknown, string]>([
    [
      'an object literal',
      { kind: 'queue' },
      'resources.jobs is {"kind":"queue"}. Use queue(), bucket(), topic() or another function',
    ],
    ['a function that is not called', queue, 'resources.jobs is'],
    [
      'a misspelt value',
      queue({ app: 'sned' } as never),
      'resources.jobs.app is "sned". Use "send" or "receive" or "send and receive".',
    ],
    ['a misspelt setting', queue({ ap: 'send' } as never), 'resources.jobs.ap is "send".'],
  ])('rejects a resource with %s, which TypeScript would also reject', (_what, value, line) => {
    expect(problems({ resources: { jobs: value } as never })).toEqual([expect.stringContaining(line)]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('contains the complete source of the construct for topics', () => {
    const root = join(__dirname, '../../..');
    const file = readFileSync(join(root, 'stacks/app-resources/topic.ts'), 'utf8');
    expect(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')).toContain(`\`\`\`ts\n${file}\`\`\`\n`);
  });
});
