import type { Environment } from '../../../../stacks/environment';
import { everyPreview, previewEnvironment } from '../../../../stacks/preview';
import { creationCalls } from '../../../support/iam/creation-calls';
import { type Call, isAllowed } from '../../../support/iam/iam-evaluator';
import { account, policiesOf, statementsOf } from '../../../support/iam/role-policies';
import { complete, environments } from '../../../support/stacks/fixture-bootstrap';
import { type Changes, fixtureWith, threeTiers } from '../../../support/stacks/fixture-environment';
import { synthesized } from '../../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../../support/stacks/synthesized-bootstrap';

const domain = { name: 'app.b.example', zone: 'b.example' };
const full: Changes = { ...threeTiers, ingress: { kind: 'load-balanced', domain } };
const stack = synthesizedBootstrap(complete, [...environments, everyPreview({ base: fixtureWith(full), days: 7 })]);
const statements = statementsOf(stack, 'github_deploy_preview');

const region = 'eu-central-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const stateBucket = `arn:aws:s3:::eight-digit-bootstrap-state-${account}-${region}`;
const boundary = { 'iam:PermissionsBoundary': iam('policy/eight-digit-bootstrap-preview-boundary') };
const toTasks = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** Calls on resources whose ARN contains the environment's name. `resource` returns the ARN for a prefix such as `eight-digit-dev`. */
const named: readonly [action: string, resource: (prefix: string) => string, context?: Call['context']][] = [
  ['dynamodb:DeleteTable', (prefix) => arn('dynamodb', `table/${prefix}-entries`)],
  ['ecr:DeleteRepository', (prefix) => arn('ecr', `repository/${prefix}-app`)],
  ['ecr:DescribeImages', (prefix) => arn('ecr', `repository/${prefix}-app`)],
  ['ecr:PutImage', (prefix) => arn('ecr', `repository/${prefix}-app`)],
  ['ecr:BatchGetImage', (prefix) => arn('ecr', `repository/${prefix}-app`)],
  ['ecs:UpdateService', (prefix) => arn('ecs', `service/${prefix}-cluster/${prefix}-app`)],
  ['ecs:StopServiceDeployment', (prefix) => arn('ecs', `service-deployment/${prefix}-cluster/${prefix}-app/1`)],
  ['ecs:DescribeTasks', (prefix) => arn('ecs', `task/${prefix}-cluster/1`)],
  ['ecs:DeleteCluster', (prefix) => arn('ecs', `cluster/${prefix}-cluster`)],
  ['elasticloadbalancing:SetWebACL', (prefix) => arn('elasticloadbalancing', `loadbalancer/app/${prefix}-app/1`)],
  ['iam:CreateRole', (prefix) => iam(`role/${prefix}-app-task`), boundary],
  ['iam:PutRolePolicy', (prefix) => iam(`role/${prefix}-app-task`), boundary],
  ['iam:DeleteRole', (prefix) => iam(`role/${prefix}-app-task`)],
  ['iam:PassRole', (prefix) => iam(`role/${prefix}-app-task`), toTasks],
  ['logs:DeleteLogGroup', (prefix) => arn('logs', `log-group:/ecs/${prefix}`)],
  ['logs:FilterLogEvents', (prefix) => arn('logs', `log-group:/ecs/${prefix}:*`)],
  ['logs:GetLogEvents', (prefix) => arn('logs', `log-group:/ecs/${prefix}:log-stream:app/app/1`)],
  ['rds:DeleteDBInstance', (prefix) => arn('rds', `db:${prefix}-database`)],
  ['s3:DeleteBucket', (prefix) => `arn:aws:s3:::${prefix}-uploads-${account}-${region}`],
  ['s3:DeleteObject', (prefix) => `arn:aws:s3:::${prefix}-uploads-${account}-${region}/files/1`],
  ['sns:DeleteTopic', (prefix) => arn('sns', `${prefix}-alarms`)],
  ['ssm:PutParameter', (prefix) => arn('ssm', `parameter/${prefix.replace(/-(?=\w+$)/, '/')}/deployed/image`)],
  ['ssm:GetParameterHistory', (prefix) => arn('ssm', `parameter/${prefix.replace(/-(?=\w+$)/, '/')}/deployed/image`)],
  ['s3:GetObject', (prefix) => `${stateBucket}/${prefix.replace(/-(?=\w+$)/, '/')}.tfstate`],
  ['s3:PutObject', (prefix) => `${stateBucket}/${prefix.replace(/-(?=\w+$)/, '/')}.tfstate`],
  ['s3:DeleteObject', (prefix) => `${stateBucket}/${prefix.replace(/-(?=\w+$)/, '/')}.tfstate.tflock`],
];
const rows = named.map(([action, resource, context]) => ({ action, resource, context }));
const own = ['eight-digit-previewpr42', 'eight-digit-preview1', 'eight-digit-previewabcdefghi'];
const foreign = [
  ...['dev', 'staging', 'prod', 'pre', 'apreview', 'bootstrap'].map((name) => `eight-digit-${name}`),
  ...['another-previewpr42', 'another-dev', 'another-eight-digit-previewpr42', 'eight-digit2-previewpr42'],
];

describe('Deploy role of previews', () => {
  const allowed = (prefixes: readonly string[], { action, resource, context }: (typeof rows)[number]) =>
    prefixes.filter((prefix) => isAllowed(statements, { action, resource: resource(prefix), context }));

  it.each(rows)('may call $action for every preview', (row) => {
    expect(allowed(own, row)).toEqual(own);
  });

  it.each(rows)('cannot call $action for another environment or another project', (row) => {
    expect(allowed(foreign, row)).toEqual([]);
  });

  it('may find the resources of previews by their tags', () => {
    expect(isAllowed(statements, { action: 'tag:GetResources', resource: '*' })).toBe(true);
  });
});

/** Actions that IAM allows or denies by the tags of the resource or of the request. */
describe.each([
  ['ec2:DeleteVpc', arn('ec2', 'vpc/1'), 'Resource'],
  ['ec2:CreateVpc', arn('ec2', 'vpc/1'), 'Request'],
  ['ec2:DeleteSecurityGroup', arn('ec2', 'security-group/1'), 'Resource'],
  ['ec2:TerminateInstances', arn('ec2', 'instance/1'), 'Resource'],
  ['elasticloadbalancing:DeleteLoadBalancer', arn('elasticloadbalancing', 'loadbalancer/app/any/1'), 'Resource'],
  ['elasticloadbalancing:CreateLoadBalancer', arn('elasticloadbalancing', 'loadbalancer/app/any/1'), 'Request'],
  ['acm:DeleteCertificate', arn('acm', 'certificate/1'), 'Resource'],
  ['application-autoscaling:DeregisterScalableTarget', arn('application-autoscaling', 'scalable-target/1'), 'Resource'],
  ['ecs:RegisterTaskDefinition', arn('ecs', 'task-definition/eight-digit-previewpr42-app:1'), 'Request'],
])('%s by the deploy role of previews', (action, resource, kind) => {
  it.each([
    ['allowed', 'eight-digit', 'previewpr42'],
    ['allowed', 'eight-digit', 'preview1'],
    ['denied', 'eight-digit', 'dev'],
    ['denied', 'eight-digit', 'staging'],
    ['denied', 'eight-digit', 'prod'],
    ['denied', 'eight-digit', 'apreview'],
    ['denied', 'another', 'previewpr42'],
    ['denied', 'eight-digit2', 'previewpr42'],
  ])('is %s with the tags Project=%s and Environment=%s', (outcome, project, name) => {
    const context = { [`aws:${kind}Tag/Project`]: project, [`aws:${kind}Tag/Environment`]: name };
    expect(isAllowed(statements, { action, resource, context })).toBe(outcome === 'allowed');
  });

  it('is denied without tags', () => {
    expect(isAllowed(statements, { action, resource })).toBe(false);
  });
});

describe('DNS record', () => {
  it.each([
    ['may', 'A', 'previewpr42.app.b.example'],
    ['may', 'AAAA', 'previewpr42.app.b.example'],
    ['may not', 'MX', 'previewpr42.app.b.example'],
    ['may not', 'A', 'app.b.example'],
    ['may not', 'A', 'www.app.b.example'],
    ['may not', 'A', 'previewpr42.b.example'],
    ['may not', 'A', 'www.previewpr42.app.b.example'],
    ['may not', 'A', 'previewpr42.www.app.b.example'],
    ['may', 'CNAME', '_0123.previewpr42.app.b.example'],
    ['may not', 'CNAME', '_0123.app.b.example'],
    ['may not', 'CNAME', '_0123.www.app.b.example'],
    ['may not', 'CNAME', '_0123.www.previewpr42.app.b.example'],
    ['may not', 'CNAME', '_0123.previewpr42.www.app.b.example'],
    ['may not', 'TXT', '_0123.previewpr42.app.b.example'],
  ])('must belong to a preview: the deploy role of previews %s change the %s record of %s', (verb, type, name) => {
    const context = {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': [name],
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
    };
    const call = { action: 'route53:ChangeResourceRecordSets', resource: 'arn:aws:route53:::hostedzone/Z1', context };
    expect(isAllowed(statements, call)).toBe(verb === 'may');
  });
});

describe('Certificate', () => {
  it.each([
    ['may', 'previewpr42.app.b.example'],
    ['may not', 'app.b.example'],
    ['may not', '*.app.b.example'],
    ['may not', 'previewpr42.www.app.b.example'],
  ])('must be for a preview: the deploy role of previews %s request a certificate for %s', (verb, name) => {
    const context = {
      'aws:RequestTag/Project': 'eight-digit',
      'aws:RequestTag/Environment': 'previewpr42',
      'acm:DomainNames': [name],
    };
    expect(isAllowed(statements, { action: 'acm:RequestCertificate', resource: '*', context })).toBe(verb === 'may');
  });
});

describe('Resource of a preview with the longest names', () => {
  const base = fixtureWith({ ...full, project: 'fifteen-letters', region: 'ap-southeast-1' });
  const settings = { base, days: 7 };
  const longest = previewEnvironment(settings, 'previewabcdefghi', new Date());
  const bootstrap = { ...complete, project: base.project, region: base.region };
  const own = statementsOf(synthesizedBootstrap(bootstrap, [everyPreview(settings)]), 'github_deploy_preview');
  const rows = creationCalls(synthesized({ ...longest, table: undefined }, bootstrap));

  it.each(rows)('can be created by the deploy role of previews: $name ($address)', ({ call }) => {
    expect(isAllowed(own, call)).toBe(true);
  });
});

describe('Previews', () => {
  const inCloud: Environment = everyPreview({
    base: fixtureWith({ state: { kind: 'cloud', organization: 'acme' } }),
    days: 7,
  });
  const rolesFor = (every: Environment) =>
    Object.keys(synthesizedBootstrap(complete, [every]).resource.aws_iam_role ?? {});

  it('have roles for runs of Terraform Cloud if their state is in Terraform Cloud', () => {
    expect(rolesFor(inCloud)).toEqual(
      expect.arrayContaining(['terraform_cloud_plan_preview', 'terraform_cloud_run_preview']),
    );
  });

  it('have no roles for runs of Terraform Cloud if their state is not in Terraform Cloud', () => {
    expect(rolesFor(everyPreview({ base: fixtureWith({}), days: 7 }))).toEqual([
      'github_deploy_preview',
      'github_plan',
    ]);
  });

  it('have no roles if their account is not the account of the bootstrap', () => {
    const elsewhere = everyPreview({ base: fixtureWith({ account: '210987654321' }), days: 7 });
    const { resource } = synthesizedBootstrap({ ...complete, account }, [elsewhere]);
    expect(Object.keys(resource.aws_iam_role ?? {})).toEqual(['github_plan']);
  });

  it('add no permissions to the plan role', () => {
    const { managed, inline } = policiesOf(synthesizedBootstrap(complete, [inCloud]), 'github_plan');
    expect([managed, inline]).toEqual([[], []]);
  });
});
