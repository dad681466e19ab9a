import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

function statements(address: string): Statement[] {
  return JSON.parse(String(resource(stack, address).policy)).Statement;
}

const policies = Object.keys(stack.resource.aws_iam_role_policy ?? {}).map((name) => `aws_iam_role_policy.${name}`);

it('the app may do to its table and index what it does, and nothing else', () => {
  const table = reference('aws_dynamodb_table.entries.arn');
  expect(statements('aws_iam_role_policy.app_task_entries')).toEqual([
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      Resource: [table, `${table}/index/latest`],
    },
  ]);
});

it('the app has no other permission', () => {
  const ofTask = policies.filter(
    (address) => resource(stack, address).role === reference('aws_iam_role.app_task.name'),
  );
  expect(ofTask).toEqual(['aws_iam_role_policy.app_task_entries']);
});

it('with exec, the agent in the container may open sessions, and nothing else is added', () => {
  const roles = synthesized({ app: { exec: true } });
  const { aws_iam_role_policy: granted = {} } = roles.resource;
  expect(JSON.parse(String(resource(roles, 'aws_iam_role_policy.app_task_exec').policy)).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      Resource: ['*'],
    },
  ]);
  expect(Object.keys(granted).map((name) => `aws_iam_role_policy.${name}`)).toEqual(
    expect.arrayContaining([...policies, 'aws_iam_role_policy.app_task_exec']),
  );
  expect(Object.keys(granted)).toHaveLength(policies.length + 1);
});

it('ECS may write to this log group only', () => {
  expect(statements('aws_iam_role_policy.app_execution_write_log')).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`${reference('aws_cloudwatch_log_group.app.arn')}:*`],
    },
  ]);
});

it('ECS may pull from this repository only', () => {
  const pull = statements('aws_iam_role_policy.app_execution_pull_image').find(({ Action }) =>
    Action.includes('ecr:BatchGetImage'),
  );
  expect(pull?.Resource).toEqual([reference('aws_ecr_repository.images.arn')]);
});

it('no action stands for many, and only the login to ECR and the list of log groups are for every resource', () => {
  const all = policies.flatMap(statements);
  expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  expect(all.filter(({ Resource }) => Resource.includes('*')).map(({ Action }) => Action)).toEqual([
    ['ecr:GetAuthorizationToken'],
    ['logs:DescribeLogGroups'],
  ]);
});

it.each(['app_task', 'app_execution'])('only tasks of this account take the role %s', (name) => {
  const trust = JSON.parse(String(resource(stack, `aws_iam_role.${name}`).assume_role_policy));
  expect(trust.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': reference('data.aws_caller_identity.current.account_id') } },
    },
  ]);
});
