import {
  actionsWithoutResource,
  changePoliciesOf,
  readPoliciesOf,
  StackOwner,
  type Statement,
  typesWithoutRow,
} from '../src/index';
import { documentWith } from './support/document';

const accountId = '123456789012';
const queue = { aws_sqs_queue: { jobs: { name: 'shop-dev-jobs' } } };
const ownerOf = (resource: object, others?: object) =>
  StackOwner.fromDocument(documentWith(resource, others), { accountId });

/** Returns the statements of all policies that contain this action. */
function statementsWith(action: string, policies: Readonly<Record<string, readonly Statement[]>>): Statement[] {
  return Object.values(policies)
    .flat()
    .filter(({ Action }) => Action.includes(action));
}

describe('Policies of a stack', () => {
  it("allow the actions that a resource type needs, but only on resources whose names have the environment's prefix", () => {
    const allowed = { Effect: 'Allow', Resource: [`arn:aws:sqs:eu-central-1:${accountId}:shop-dev-*`] };
    const changes = ['CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'TagQueue', 'UntagQueue'];
    expect(readPoliciesOf(ownerOf(queue))['read-resources']).toEqual([
      { ...allowed, Action: ['sqs:GetQueueAttributes', 'sqs:ListQueueTags'] },
    ]);
    expect(changePoliciesOf(ownerOf(queue))['change-resources']).toEqual([
      { ...allowed, Action: changes.map((name) => `sqs:${name}`) },
    ]);
  });

  it('contain actions only for types that the stack contains or that an edit of its settings can add', () => {
    const policies = { ...readPoliciesOf(ownerOf({})), ...changePoliciesOf(ownerOf({})) };
    const actions = Object.values(policies).flatMap((statements) => statements.flatMap(({ Action }) => Action));
    expect(actions.filter((action) => /^(sqs|kinesis|cloudfront|rds|autoscaling):/.test(action))).toEqual([]);
    expect(statementsWith('elasticloadbalancing:DeleteLoadBalancer', policies)).toHaveLength(1);
  });

  it.each([
    ['a firewall', 'logs:CreateLogDelivery', { aws_wafv2_web_acl_logging_configuration: { firewall: {} } }],
    ['a network', 'ec2:CreateTags', { aws_default_security_group: { network: {} } }],
    ['automatic scaling', 'application-autoscaling:TagResource', { aws_appautoscaling_target: { app: {} } }],
  ])('allow actions on resources outside the environment only if the stack has %s', (_what, action, resource) => {
    const beyond = ({ Condition, Resource }: Statement) => Condition?.Null !== undefined || Resource.includes('*');
    const count = (resources: object) =>
      statementsWith(action, changePoliciesOf(ownerOf(resources))).filter(beyond).length;
    expect([count({}), count(resource)]).toEqual([0, 1]);
  });

  it('contain the ARN of a table whose name is set by the user', () => {
    const owner = ownerOf({ aws_dynamodb_table: { entries: { name: 'Entries' } } });
    const [statement] = statementsWith('dynamodb:CreateTable', changePoliciesOf(owner));
    expect(statement?.Resource).toEqual([
      `arn:aws:dynamodb:eu-central-1:${accountId}:table/Entries`,
      // An edit can remove the user's name for the table. The policy therefore also contains the pattern for default names.
      `arn:aws:dynamodb:eu-central-1:${accountId}:table/shop-dev-*`,
    ]);
  });

  it('allow passing a role only to the service that the role trusts', () => {
    const trust = JSON.stringify({ Principal: { Service: 'ecs-tasks.amazonaws.com' } });
    const owner = ownerOf({
      aws_ecs_task_definition: { jobs: {} },
      aws_iam_role: { jobs: { name: 'shop-dev-jobs', assume_role_policy: trust } },
    });
    const passed = statementsWith('iam:PassRole', changePoliciesOf(owner)).filter(({ Effect }) => Effect === 'Allow');
    const services = passed.flatMap(({ Condition, Resource }) =>
      Resource.includes(`arn:aws:iam::${accountId}:role/shop-dev-jobs`) ? Object.values(Condition ?? {}) : [],
    );
    expect(services).toEqual([{ 'iam:PassedToService': 'ecs-tasks.amazonaws.com' }]);
  });
});

describe('Deploy role of the project shop-dev-api', () => {
  it('is denied access to the environment dev of the project shop, and to the environment api of the project shop-dev', () => {
    const default_tags = [{ tags: { Project: 'shop-dev-api', Environment: 'prod' } }];
    const provider = { aws: [{ region: 'eu-central-1', default_tags }] };
    const denials = statementsWith('sqs:*', changePoliciesOf(ownerOf(queue, { provider })));
    expect(denials).toContainEqual({
      Effect: 'Deny',
      Action: expect.arrayContaining(['sqs:*']),
      Resource: ['*'],
      Condition: {
        StringEquals: {
          'aws:ResourceTag/Project': ['shop', 'shop-dev'],
          'aws:ResourceTag/Environment': ['dev', 'api'],
        },
      },
    });
  });
});

describe('actionsWithoutResource', () => {
  it('returns an empty list for resources that the rows support, even if optional arguments are missing', () => {
    expect(actionsWithoutResource(ownerOf({ aws_dynamodb_table: { entries: { name: 'Entries' } }, ...queue }))).toEqual(
      [],
    );
  });

  it("returns the actions that are allowed on no resource, because the row does not support the resource's arguments", () => {
    const table = { aws_dynamodb_table: { entries: { name: `\${var.name}` } } };
    expect(actionsWithoutResource(ownerOf(table))).toContain('dynamodb:CreateTable of aws_dynamodb_table');
  });
});

describe('Actions on network load balancers', () => {
  it.each([
    ['are allowed if the stack has one', 'network', true],
    ['are not allowed if the stack has only an application load balancer', 'application', false],
  ])('%s', (_what, load_balancer_type, expected) => {
    const owner = ownerOf({ aws_lb: { one: { name: 'shop-dev', load_balancer_type } } });
    const [statement] = statementsWith('elasticloadbalancing:DeleteLoadBalancer', changePoliciesOf(owner));
    expect(statement?.Resource.some((arn) => arn.endsWith(':loadbalancer/net/*'))).toBe(expected);
  });
});

describe('typesWithoutRow', () => {
  it('returns types of the AWS provider that have no row, but no types of other providers', () => {
    const owner = ownerOf(
      { aws_glacier_vault: { old: {} }, random_id: { one: {} }, ...queue },
      { data: { aws_ami: {} } },
    );
    expect(typesWithoutRow(owner)).toEqual(['aws_glacier_vault']);
  });
});

describe('Policy that is larger than IAM allows', () => {
  const names = Array.from({ length: 60 }, (_value, index) => `${'n'.repeat(150)}${index}`);
  const tables = Object.fromEntries(names.map((name) => [name, { name }]));
  const policies = changePoliciesOf(ownerOf({ aws_dynamodb_table: tables }));
  const parts = Object.entries(policies).filter(([name]) => name.startsWith('service'));

  it('is split into several policies that together contain all resources', () => {
    expect(parts.map(([name]) => name)).toEqual(['service', 'service-2', 'service-3', 'service-4']);
    const found = parts.flatMap(([, statements]) => statements.flatMap(({ Resource }) => Resource));
    expect(names.filter((name) => !found.some((arn) => arn.endsWith(`table/${name}`)))).toEqual([]);
  });

  it.each(parts)('is split into policies of at most 6,144 characters: %s', (_name, Statement) => {
    expect(JSON.stringify({ Version: '2012-10-17', Statement }).length).toBeLessThanOrEqual(6144);
  });
});
