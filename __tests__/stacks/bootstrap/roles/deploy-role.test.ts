import { arn, changes, iam, ofDev, ofProd, ofStaging, region } from '../../../support/iam/fixture-roles';
import { type Call, isAllowed } from '../../../support/iam/iam-evaluator';
import { account, statementsOf } from '../../../support/iam/role-policies';
import { complete } from '../../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../../support/stacks/fixture-environment';
import { synthesizedBootstrap } from '../../../support/stacks/synthesized-bootstrap';

describe('Deploy role with profiles', () => {
  it.each(['DescribeAccountAttributes', 'DescribeAvailabilityZones'])(
    "may call ec2:%s, because RDS calls it with the role's permissions",
    (action) => {
      expect(isAllowed(ofProd, { action: `ec2:${action}`, resource: '*' })).toBe(true);
    },
  );

  it.each(['CreateDBInstance', 'ModifyDBInstance'])(
    'may call rds:%s on the default option group, because RDS checks the permission there too',
    (action) => {
      const call = { action: `rds:${action}`, resource: arn('rds', 'og:default:postgres-17') };
      expect(isAllowed(ofProd, call)).toBe(true);
    },
  );
});

const tags = (kind: 'Resource' | 'Request', name: string) => ({
  [`aws:${kind}Tag/Project`]: 'eight-digit',
  [`aws:${kind}Tag/Environment`]: name,
});
const own = tags('Resource', 'staging');
const foreign = tags('Resource', 'dev');
const newTags = tags('Request', 'staging');
const ofProject = (kind: 'Resource' | 'Request') => ({
  ...tags(kind, 'staging'),
  [`aws:${kind}Tag/Project`]: 'another',
});
const { name: domain } = changes.ingress.domain;
const taskDefinition = arn('ecs', 'task-definition/eight-digit-staging-app:1');
const tasks = {
  'application-autoscaling:service-namespace': 'ecs',
  'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
};
const loadBalancer = arn('elasticloadbalancing', 'loadbalancer/app/any/1');

/** A call, and whether the role may make it. */
type Case = [title: string, action: string, resource: string, context: Call['context'], isAllowed: boolean];

describe('Deploy role of staging', () => {
  const ofExpiry = arn('dynamodb', 'table/eight-digit-staging-entries');

  it.each<Case>([
    ['sets the expiry attribute of the table of entries', 'dynamodb:UpdateTimeToLive', ofExpiry, {}, true],
    ['creates a VPC with its tags', 'ec2:CreateVpc', arn('ec2', 'vpc/1'), newTags, true],
    ['cannot create a VPC without its tags', 'ec2:CreateVpc', arn('ec2', 'vpc/1'), {}, false],
    ['cannot create a VPC with the tags of dev', 'ec2:CreateVpc', arn('ec2', 'vpc/1'), tags('Request', 'dev'), false],
    ['creates a subnet in its VPC', 'ec2:CreateSubnet', arn('ec2', 'vpc/1'), { ...own, ...newTags }, true],
    [
      'cannot create a subnet in the VPC of dev',
      'ec2:CreateSubnet',
      arn('ec2', 'vpc/1'),
      { ...foreign, ...newTags },
      false,
    ],
    ['creates a security group in the default VPC', 'ec2:CreateSecurityGroup', arn('ec2', 'vpc/1'), newTags, true],
    [
      'opens a port of its security group',
      'ec2:AuthorizeSecurityGroupIngress',
      arn('ec2', 'security-group/1'),
      { ...own, ...newTags },
      true,
    ],
    [
      'cannot open a port of a security group of dev',
      'ec2:AuthorizeSecurityGroupIngress',
      arn('ec2', 'security-group/1'),
      { ...foreign, ...newTags },
      false,
    ],
    ['deletes its subnet', 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), own, true],
    ['cannot delete a subnet of dev', 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), foreign, false],
    ['cannot delete a subnet without tags', 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), {}, false],
    [
      'tags a VPC that it creates',
      'ec2:CreateTags',
      arn('ec2', 'vpc/1'),
      { ...newTags, 'ec2:CreateAction': 'CreateVpc' },
      true,
    ],
    ['cannot tag an untagged security group', 'ec2:CreateTags', arn('ec2', 'security-group/1'), newTags, false],
    [
      'cannot tag a security group of dev',
      'ec2:CreateTags',
      arn('ec2', 'security-group/1'),
      { ...foreign, ...newTags },
      false,
    ],
    ['creates a load balancer with its tags', 'elasticloadbalancing:CreateLoadBalancer', loadBalancer, newTags, true],
    [
      'cannot add a listener to a load balancer of dev',
      'elasticloadbalancing:CreateListener',
      loadBalancer,
      { ...foreign, ...newTags },
      false,
    ],
    ['cannot delete a load balancer of dev', 'elasticloadbalancing:DeleteLoadBalancer', loadBalancer, foreign, false],
    [
      'registers a scalable target with its tags',
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      { ...newTags, ...tasks },
      true,
    ],
    [
      'cannot register a scalable target without its tags',
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      tasks,
      false,
    ],
    [
      'cannot change a scalable target of dev',
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      foreign,
      false,
    ],
    ['cannot delete a certificate of dev', 'acm:DeleteCertificate', arn('acm', 'certificate/1'), foreign, false],
    [
      'cannot tag a certificate of dev',
      'acm:AddTagsToCertificate',
      arn('acm', 'certificate/1'),
      { ...foreign, ...newTags },
      false,
    ],
    [
      'requests a certificate for its domain',
      'acm:RequestCertificate',
      '*',
      { ...newTags, 'acm:DomainNames': domain },
      true,
    ],
    [
      'cannot request a certificate for another domain',
      'acm:RequestCertificate',
      '*',
      { ...newTags, 'acm:DomainNames': 'www.b.example' },
      false,
    ],
    ['registers a task definition with its tags', 'ecs:RegisterTaskDefinition', taskDefinition, newTags, true],
    ['cannot register a task definition without its tags', 'ecs:RegisterTaskDefinition', taskDefinition, {}, false],
    [
      'cannot delete a subnet of another project',
      'ec2:DeleteSubnet',
      arn('ec2', 'subnet/1'),
      ofProject('Resource'),
      false,
    ],
    [
      'cannot create a VPC with the tags of another project',
      'ec2:CreateVpc',
      arn('ec2', 'vpc/1'),
      ofProject('Request'),
      false,
    ],
  ])('is limited to its own resources: %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(expected);
  });
});

/** Each of these actions creates a resource inside another one. IAM checks the permission on both resources. */
describe.each([
  ['ec2:CreateFlowLogs', 'vpc', 'vpc-flow-log'],
  ['ec2:CreateRouteTable', 'vpc', 'route-table'],
  ['ec2:CreateSubnet', 'vpc', 'subnet'],
  ['ec2:CreateVpcEndpoint', 'vpc', 'vpc-endpoint'],
  ['ec2:CreateVpcEndpoint', 'route-table', 'vpc-endpoint'],
  ['ec2:AuthorizeSecurityGroupEgress', 'security-group', 'security-group-rule'],
  ['ec2:AuthorizeSecurityGroupIngress', 'security-group', 'security-group-rule'],
])('%s in a %s by the deploy role of staging', (action, outer, inner) => {
  it.each([
    ['allowed', `the ${outer} belongs to staging`, outer, { ...own, ...newTags }],
    ['denied', `the ${outer} belongs to dev`, outer, { ...foreign, ...newTags }],
    ['allowed', `the new ${inner} has the tags of staging`, inner, newTags],
    ['denied', `the new ${inner} has no tags`, inner, {}],
  ])('depends on the tags of both resources: is %s if %s', (outcome, _what, type, context) => {
    const call = { action, resource: arn('ec2', `${type}/1`), context };
    expect(isAllowed(ofStaging, call)).toBe(outcome === 'allowed');
  });
});

describe('Deploy role of prod', () => {
  const prodOwn = tags('Resource', 'prod');
  const image = `arn:aws:ec2:${region}::image/ami-1`;
  const template = { 'ec2:LaunchTemplate': arn('ec2', 'launch-template/lt-1') };

  const secret = arn('secretsmanager', 'secret:rds!db-1');

  it.each<Case>([
    ['starts instances of its launch template', 'ec2:RunInstances', arn('ec2', 'launch-template/lt-1'), prodOwn, true],
    [
      'cannot start instances of the template of staging',
      'ec2:RunInstances',
      arn('ec2', 'launch-template/lt-1'),
      own,
      false,
    ],
    ['starts an instance with a launch template', 'ec2:RunInstances', arn('ec2', 'instance/1'), template, true],
    ['cannot start an instance without a launch template', 'ec2:RunInstances', arn('ec2', 'instance/1'), {}, false],
    ["starts an instance of AWS's image", 'ec2:RunInstances', image, { 'ec2:Owner': 'amazon' }, true],
    [
      "cannot start an instance of another account's image",
      'ec2:RunInstances',
      image,
      { 'ec2:Owner': '210987654321' },
      false,
    ],
    ['terminates its instances', 'ec2:TerminateInstances', arn('ec2', 'instance/1'), prodOwn, true],
    ['cannot terminate an instance of staging', 'ec2:TerminateInstances', arn('ec2', 'instance/1'), own, false],
    ['releases its address', 'ec2:ReleaseAddress', arn('ec2', 'elastic-ip/1'), prodOwn, true],
    ['cannot release an address of staging', 'ec2:ReleaseAddress', arn('ec2', 'elastic-ip/1'), own, false],
    ['cannot read the password of the database', 'secretsmanager:GetSecretValue', secret, prodOwn, false],
  ])('has limited permissions in EC2 and Secrets Manager: %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofProd, { action, resource, context })).toBe(expected);
  });

  it.each([
    ['may', 'hosts', 'ec2'],
    ['may', 'jump', 'ec2'],
    ['may not', 'app-task', 'ec2'],
    ['may not', 'hosts', 'ecs-tasks'],
  ])('may pass each role only to its service: %s pass %s to %s', (verb, role, service) => {
    const resource = iam(`role/eight-digit-prod-${role}`);
    const context = { 'iam:PassedToService': `${service}.amazonaws.com` };
    expect(isAllowed(ofProd, { action: 'iam:PassRole', resource, context })).toBe(verb === 'may');
  });

  it.each([
    [
      'creates an autoscaling group with a version of a template',
      'Create',
      { LaunchTemplateVersionSpecified: 'true' },
      true,
    ],
    [
      'cannot create an autoscaling group with the latest version',
      'Create',
      { LaunchTemplateVersionSpecified: 'false' },
      false,
    ],
    [
      'cannot create an autoscaling group with a launch configuration',
      'Create',
      { LaunchConfigurationName: 'any' },
      false,
    ],
    ['changes the size of an autoscaling group', 'Update', {}, true],
    [
      'cannot switch an autoscaling group to the latest version',
      'Update',
      { LaunchTemplateVersionSpecified: 'false' },
      false,
    ],
    [
      'cannot switch an autoscaling group to a launch configuration',
      'Update',
      { LaunchConfigurationName: 'any' },
      false,
    ],
  ])('sets only fixed versions of a launch template: %s', (_what, verb, keys, expected) => {
    const context = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`autoscaling:${key}`, value]));
    const resource = arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/eight-digit-prod-hosts');
    expect(isAllowed(ofProd, { action: `autoscaling:${verb}AutoScalingGroup`, resource, context })).toBe(expected);
  });
});

describe('Deploy role of staging', () => {
  const boundary = iam('policy/eight-digit-bootstrap-staging-boundary');
  const boundaryOfDev = iam('policy/eight-digit-bootstrap-dev-boundary');
  const task = iam('role/eight-digit-staging-app-task');
  const deploying = iam('role/eight-digit-bootstrap-github-deploy-staging');
  const bounded = (arn: string) => ({ 'iam:PermissionsBoundary': arn });
  const passTo = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
  const serviceLinked = (name: string) => iam(`role/aws-service-role/${name}`);
  const administrator = { Effect: 'Allow', Action: '*', Resource: '*' };

  it.each<Case>([
    ['passes the task role to tasks', 'iam:PassRole', task, passTo('ecs-tasks'), true],
    ['cannot pass the task role to Lambda', 'iam:PassRole', task, passTo('lambda'), false],
    ['cannot pass the task role to flow logs', 'iam:PassRole', task, passTo('vpc-flow-logs'), false],
    [
      'passes the role of flow logs to flow logs',
      'iam:PassRole',
      iam('role/eight-digit-staging-flow-logs'),
      passTo('vpc-flow-logs'),
      true,
    ],
    [
      'cannot pass the task role of dev',
      'iam:PassRole',
      iam('role/eight-digit-dev-app-task'),
      passTo('ecs-tasks'),
      false,
    ],
    ['creates a role with the boundary', 'iam:CreateRole', task, bounded(boundary), true],
    ['cannot create a role without a boundary', 'iam:CreateRole', task, {}, false],
    ['cannot create a role with the boundary of dev', 'iam:CreateRole', task, bounded(boundaryOfDev), false],
    ['sets the boundary of a role without one', 'iam:PutRolePermissionsBoundary', task, bounded(boundary), true],
    ['cannot set the boundary of dev', 'iam:PutRolePermissionsBoundary', task, bounded(boundaryOfDev), false],
    ['writes policies of a role with the boundary', 'iam:PutRolePolicy', task, bounded(boundary), true],
    ['cannot write policies of a role without a boundary', 'iam:PutRolePolicy', task, {}, false],
    [
      'changes the trust policy of a role with the boundary',
      'iam:UpdateAssumeRolePolicy',
      task,
      bounded(boundary),
      true,
    ],
    ['cannot change the trust policy of a role without a boundary', 'iam:UpdateAssumeRolePolicy', task, {}, false],
    ['cannot attach a managed policy', 'iam:AttachRolePolicy', task, bounded(boundary), false],
    ['detaches a managed policy from a role without a boundary', 'iam:DetachRolePolicy', task, {}, true],
    ['deletes a role without a boundary', 'iam:DeleteRole', task, {}, true],
    ['deletes policies of a role without a boundary', 'iam:DeleteRolePolicy', task, {}, true],
    [
      'creates the service-linked role of ECS',
      'iam:CreateServiceLinkedRole',
      serviceLinked('ecs.amazonaws.com/AWSServiceRoleForECS'),
      {},
      true,
    ],
    [
      'cannot create the service-linked role of RDS, because it has no profiles',
      'iam:CreateServiceLinkedRole',
      serviceLinked('rds.amazonaws.com/AWSServiceRoleForRDS'),
      {},
      false,
    ],
  ])('changes and passes IAM roles only within its boundary: %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(expected);
  });

  it.each<[string, string, string, Call['context']]>([
    ['remove a boundary', 'iam:DeleteRolePermissionsBoundary', task, bounded(boundary)],
    ['set the boundary of dev', 'iam:PutRolePermissionsBoundary', task, bounded(boundaryOfDev)],
    ['create a role without the boundary', 'iam:CreateRole', iam('role/any'), {}],
    ['attach a policy to a role without the boundary', 'iam:AttachRolePolicy', iam('role/any'), {}],
    ['change a boundary', 'iam:CreatePolicyVersion', boundary, {}],
    ['activate an older version of a boundary', 'iam:SetDefaultPolicyVersion', boundary, {}],
    ['delete a policy of the bootstrap', 'iam:DeletePolicy', boundaryOfDev, {}],
    ['write its own policies', 'iam:PutRolePolicy', deploying, bounded(boundary)],
    ['detach its own policies', 'iam:DetachRolePolicy', deploying, {}],
    ['change its own trust policy', 'iam:UpdateAssumeRolePolicy', deploying, bounded(boundary)],
    ['pass a role of the bootstrap', 'iam:PassRole', deploying, passTo('ecs-tasks')],
  ])('even with AdministratorAccess attached, cannot %s', (_what, action, resource, context) => {
    expect(isAllowed([...ofStaging, administrator], { action, resource, context })).toBe(false);
  });
});

describe('Deploy role of dev, when it promotes an image of staging', () => {
  it.each([
    ['may', 'ecr:BatchGetImage', arn('ecr', 'repository/eight-digit-staging-app')],
    ['may', 'ecr:GetDownloadUrlForLayer', 'arn:aws:ecr:us-east-1:123456789012:repository/eight-digit-staging-app'],
    ['may', 'ssm:GetParameterHistory', arn('ssm', 'parameter/eight-digit/staging/deployed/image')],
    ['may not', 'ecr:BatchGetImage', arn('ecr', 'repository/another-staging-app')],
    ['may not', 'ecr:BatchDeleteImage', arn('ecr', 'repository/eight-digit-staging-app')],
    ['may not', 'ssm:GetParameterHistory', arn('ssm', 'parameter/eight-digit/staging/database/secret')],
  ])('may only pull the image and read which images ran: %s call %s on %s', (verb, action, resource) => {
    expect(isAllowed(ofDev, { action, resource })).toBe(verb === 'may');
  });
});

describe('Deploy role of staging, when it watches a deployment', () => {
  const cluster = (name: string) => ({ 'ecs:cluster': arn('ecs', `cluster/eight-digit-${name}-cluster`) });

  it.each<[string, string, string, Call['context']]>([
    ['may', 'ecs:ListTasks', '*', cluster('staging')],
    ['may not', 'ecs:ListTasks', '*', cluster('dev')],
    ['may', 'ecs:DescribeTasks', arn('ecs', 'task/eight-digit-staging-cluster/1'), {}],
    ['may not', 'ecs:DescribeTasks', arn('ecs', 'task/eight-digit-dev-cluster/1'), {}],
    ['may', 'logs:GetLogEvents', arn('logs', 'log-group:/ecs/eight-digit-staging:log-stream:app/app/1'), {}],
    ['may not', 'logs:GetLogEvents', arn('logs', 'log-group:/ecs/eight-digit-dev:log-stream:app/app/1'), {}],
  ])('may watch only its own tasks: %s call %s on %s with the condition keys %j', (verb, action, resource, context) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(verb === 'may');
  });
});

/**
 * For an action of WAF, IAM checks the permission on the load balancer and on the web ACL. For an action of Elastic Load Balancing, IAM
 * checks it only on the load balancer.
 */
describe('Deploy role of staging, when it associates a firewall', () => {
  const named = (name: string) => arn('elasticloadbalancing', `loadbalancer/app/eight-digit-${name}/1`);
  const webAcl = (name: string) => arn('wafv2', `regional/webacl/eight-digit-${name}/1`);

  it.each<[string, string, string, Call['context']]>([
    ['may', 'wafv2:AssociateWebACL', webAcl('staging-firewall'), {}],
    ['may not', 'wafv2:AssociateWebACL', webAcl('dev-firewall'), {}],
    ['may', 'wafv2:AssociateWebACL', named('staging-app'), {}],
    ['may not', 'wafv2:AssociateWebACL', named('dev-app'), {}],
    ['may', 'wafv2:DisassociateWebACL', named('staging-app'), {}],
    ['may not', 'wafv2:DisassociateWebACL', named('dev-app'), {}],
    ['may', 'elasticloadbalancing:CreateWebACLAssociation', named('staging-app'), own],
    ['may not', 'elasticloadbalancing:CreateWebACLAssociation', named('dev-app'), foreign],
    ['may', 'elasticloadbalancing:DeleteWebACLAssociation', named('staging-app'), own],
    ['may', 'elasticloadbalancing:SetWebACL', named('staging-app'), {}],
    ['may not', 'elasticloadbalancing:SetWebACL', named('dev-app'), {}],
  ])(
    'may use only its own load balancer and web ACL: %s call %s on %s with the condition keys %j',
    (verb, action, resource, context) => {
      expect(isAllowed(ofStaging, { action, resource, context })).toBe(verb === 'may');
    },
  );
});

describe('Deploy role of an environment with CloudFront and a domain', () => {
  const environment = fixtureWith({ ...changes, ingress: { ...changes.ingress, cdn: {} } });
  const statements = statementsOf(synthesizedBootstrap(complete, [environment]), 'github_deploy_staging');

  it.each([
    ['the region of CloudFront', 'us-east-1'],
    ['its own region, for a load balancer without CloudFront', region],
  ])('can tag and delete certificates in %s', (_place, place) => {
    const certificate = `arn:aws:acm:${place}:${account}:certificate/1`;
    const calls: Call[] = [
      { action: 'acm:AddTagsToCertificate', resource: certificate, context: newTags },
      { action: 'acm:DeleteCertificate', resource: certificate, context: own },
    ];
    expect(calls.map((call) => isAllowed(statements, call))).toEqual([true, true]);
  });
});
