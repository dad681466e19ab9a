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

describe('task roles', () => {
  it('allow the app only the actions that it uses on its table and index', () => {
    const table = reference('aws_dynamodb_table.entries.arn');
    expect(statements('aws_iam_role_policy.app_task_entries')).toEqual([
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        Resource: [table, `${table}/index/latest`],
      },
    ]);
  });

  it('give the app no permission except on the table of entries', () => {
    const ofTask = policies.filter(
      (address) => resource(stack, address).role === reference('aws_iam_role.app_task.name'),
    );
    expect(ofTask).toEqual(['aws_iam_role_policy.app_task_entries']);
  });

  it('grant exactly the permissions that the environment file lists', () => {
    const permissions = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }];
    const roles = synthesized({ app: { permissions } });
    const { policy } = resource(roles, 'aws_iam_role_policy.app_task_app_permissions');
    expect(JSON.parse(String(policy)).Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'] },
    ]);
    expect(Object.keys(roles.resource.aws_iam_role_policy ?? {})).toHaveLength(policies.length + 1);
  });

  it('add only the permission to open sessions if ECS Exec is enabled', () => {
    const roles = synthesized({ app: { exec: true } });
    const { aws_iam_role_policy: policiesWithExec = {} } = roles.resource;
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
    expect(Object.keys(policiesWithExec).map((name) => `aws_iam_role_policy.${name}`)).toEqual(
      expect.arrayContaining([...policies, 'aws_iam_role_policy.app_task_exec']),
    );
    expect(Object.keys(policiesWithExec)).toHaveLength(policies.length + 1);
  });

  it('allow ECS to read exactly the secrets of the environment file, and the app to read no secret', () => {
    const arn = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf`;
    const kmsKey = 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012';
    const secrets = {
      A: { parameter: '/a' },
      B: { secret: 'b', key: 'one' },
      C: { secret: 'b', key: 'two' },
      D: { secret: arn, kmsKey },
    };
    const roles = synthesized({ app: { secrets } });
    const own = `eu-central-1:${reference('data.aws_caller_identity.current.account_id')}`;
    expect(
      JSON.parse(String(resource(roles, 'aws_iam_role_policy.app_execution_app_secrets').policy)).Statement,
    ).toEqual([
      { Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: [`arn:aws:ssm:${own}:parameter/a`] },
      {
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [`arn:aws:secretsmanager:${own}:secret:b-??????`, arn],
      },
      { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [kmsKey] },
    ]);
    expect(Object.keys(roles.resource.aws_iam_role_policy ?? {})).toHaveLength(policies.length + 1);
  });

  it('allow ECS to write only to the log group of the app', () => {
    expect(statements('aws_iam_role_policy.app_execution_write_log')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`${reference('aws_cloudwatch_log_group.app.arn')}:*`],
      },
    ]);
  });

  it('allow ECS to pull only from the repository of the environment', () => {
    const pull = statements('aws_iam_role_policy.app_execution_pull_image').find(({ Action }) =>
      Action.includes('ecr:BatchGetImage'),
    );
    expect(pull?.Resource).toEqual([reference('aws_ecr_repository.images.arn')]);
  });

  it('have no wildcards in actions, and the resource * only for the login to ECR and the list of log groups', () => {
    const all = policies.flatMap(statements);
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(all.filter(({ Resource }) => Resource.includes('*')).map(({ Action }) => Action)).toEqual([
      ['ecr:GetAuthorizationToken'],
      ['logs:DescribeLogGroups'],
    ]);
  });

  it.each(['app_task', 'app_execution'])('allow only tasks of this account to assume %s', (name) => {
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
});
