import { type Call, isAllowed, type Statement } from '../../support/iam/iam';
import { account, policiesOf, resolved, statementsOf } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const region = 'eu-central-1';
const stateBucket = `eight-digit-bootstrap-state-${account}-${region}`;
const state = (object: string) => `arn:aws:s3:::${stateBucket}/eight-digit/${object}`;

const changes = {
  ...balanced,
  compute: { ...fixture.compute, spotPercent: 50 },
  ingress: { kind: 'load-balanced', domain: { name: 'app.b.example', zone: 'b.example' } },
} as const;
const dev = fixtureWith({});
const staging = fixtureWith(changes);
const prod = fixtureWith(threeTiers);
const stack = synthesizedBootstrap(complete, [dev, staging]);
const withProd = synthesizedBootstrap(complete, [staging, prod]);

const ofPlan = statementsOf(stack, 'github_plan');
const ofDev = statementsOf(stack, 'github_deploy_dev');
const ofStaging = statementsOf(stack, 'github_deploy_staging');
const ofProd = statementsOf(withProd, 'github_deploy_prod');
const ofRun = statementsOf(stack, 'terraform_cloud_run_staging');

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;

it.each([
  ['plan', ofPlan],
  ['deploy', ofStaging],
  ["prod's deploy", ofProd],
])('no action of the %s role stands for several', (_role, allowed) => {
  expect(allowed.flatMap(({ Action = [] }) => Action).filter((action) => action.includes('*'))).toEqual([]);
});

it('the deploy role may say which items of the table of entries expire', () => {
  const request = {
    action: 'dynamodb:UpdateTimeToLive',
    resource: arn('dynamodb', 'table/eight-digit-staging-entries'),
  };
  expect(isAllowed(ofStaging, request)).toBe(true);
});

it('the plan role changes nothing but the locks of the states', () => {
  const reads = /:(Describe|Get|List)/;
  const changing = ofPlan.filter(({ Action }) => ![Action ?? []].flat().every((action) => reads.test(action)));
  expect(changing.flatMap(({ Resource }) => Resource)).toEqual([
    state('dev.tfstate.tflock'),
    state('staging.tfstate.tflock'),
  ]);
});

it.each([
  ['dynamodb:GetItem', arn('dynamodb', 'table/eight-digit-staging-entries')],
  ['dynamodb:Query', arn('dynamodb', 'table/eight-digit-staging-entries')],
  ['dynamodb:Scan', arn('dynamodb', 'table/eight-digit-staging-entries')],
  ['kms:Decrypt', arn('kms', 'key/1')],
  ['logs:FilterLogEvents', arn('logs', 'log-group:/ecs/eight-digit-staging:*')],
  ['logs:GetLogEvents', arn('logs', 'log-group:/ecs/eight-digit-staging:log-stream:app')],
  ['s3:GetObject', 'arn:aws:s3:::eight-digit-staging-access-logs-1/AWSLogs/1'],
  ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:any')],
  ['ssm:GetParameter', arn('ssm', 'parameter/another/secret')],
])('the plan role may not call %s on %s: it reads settings, and no data', (action, resource) => {
  expect(isAllowed(ofPlan, { action, resource })).toBe(false);
});

/** What each type of resource is called in the call that makes it. */
const makers: Record<string, (name: string) => Call> = {
  aws_autoscaling_group: (name) => ({
    action: 'autoscaling:CreateAutoScalingGroup',
    resource: arn('autoscaling', `autoScalingGroup:1:autoScalingGroupName/${name}`),
    context: { 'autoscaling:LaunchTemplateVersionSpecified': 'true' },
  }),
  aws_db_instance: (name) => ({ action: 'rds:CreateDBInstance', resource: arn('rds', `db:${name}`) }),
  aws_db_parameter_group: (name) => ({
    action: 'rds:CreateDBParameterGroup',
    resource: arn('rds', `pg:${name}2026`),
  }),
  aws_db_subnet_group: (name) => ({ action: 'rds:CreateDBSubnetGroup', resource: arn('rds', `subgrp:${name}`) }),
  aws_iam_instance_profile: (name) => ({
    action: 'iam:CreateInstanceProfile',
    resource: iam(`instance-profile/${name}`),
  }),
  aws_cloudwatch_dashboard: (name) => ({
    action: 'cloudwatch:PutDashboard',
    resource: `arn:aws:cloudwatch::${account}:dashboard/${name}`,
  }),
  aws_cloudwatch_event_rule: (name) => ({ action: 'events:PutRule', resource: arn('events', `rule/${name}`) }),
  aws_cloudwatch_log_group: (name) => ({ action: 'logs:CreateLogGroup', resource: arn('logs', `log-group:${name}`) }),
  aws_cloudwatch_metric_alarm: (name) => ({
    action: 'cloudwatch:PutMetricAlarm',
    resource: arn('cloudwatch', `alarm:${name}`),
  }),
  aws_dynamodb_table: (name) => ({ action: 'dynamodb:CreateTable', resource: arn('dynamodb', `table/${name}`) }),
  aws_ecr_repository: (name) => ({ action: 'ecr:CreateRepository', resource: arn('ecr', `repository/${name}`) }),
  aws_ecs_service: (name) => ({
    action: 'ecs:CreateService',
    resource: arn('ecs', `service/${name.replace(/app$/, 'cluster')}/${name}`),
  }),
  aws_iam_role: (name) => ({
    action: 'iam:CreateRole',
    resource: iam(`role/${name}`),
    context: { 'iam:PermissionsBoundary': iam(`policy/eight-digit-bootstrap-${name.split('-')[2]}-boundary`) },
  }),
  aws_s3_bucket: (name) => ({ action: 's3:CreateBucket', resource: `arn:aws:s3:::${name}` }),
  aws_sns_topic: (name) => ({ action: 'sns:CreateTopic', resource: arn('sns', name) }),
  aws_ssm_parameter: (name) => ({ action: 'ssm:PutParameter', resource: arn('ssm', `parameter${name}`) }),
  aws_wafv2_web_acl: (name) => ({ action: 'wafv2:CreateWebACL', resource: arn('wafv2', `regional/webacl/${name}/1`) }),
};

describe('by their names', () => {
  const calls = ([own, others, settings]: [Statement[], Statement[], Changes]) =>
    Object.entries(synthesized(settings).resource).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([id, block]) => {
        const call = makers[type];
        if (call === undefined) return [];
        const name = resolved(
          stack,
          block.name ??
            block.name_prefix ??
            block.identifier ??
            block.bucket ??
            block.alarm_name ??
            block.dashboard_name,
        );
        return { address: `${type}.${id}`, name, call: call(name), own, others };
      }),
    );
  const rows = [
    ...calls([ofDev, ofStaging, {}]),
    ...calls([ofStaging, ofDev, changes]),
    ...calls([ofProd, ofStaging, threeTiers]),
  ];

  it.each(rows)("$name ($address) is made by its environment's role", ({ call, own }) => {
    expect(isAllowed(own, call)).toBe(true);
  });

  it.each(rows)("$name ($address) is not made by another's", ({ call, others }) => {
    expect(isAllowed(others, call)).toBe(false);
  });
});

it.each(['DescribeAccountAttributes', 'DescribeAvailabilityZones'])(
  'may call ec2:%s, which RDS does in its name',
  (action) => {
    expect(isAllowed(ofProd, { action: `ec2:${action}`, resource: '*' })).toBe(true);
  },
);

it.each(['CreateDBInstance', 'ModifyDBInstance'])(
  "may %s with AWS's own group of options, which RDS asks for too",
  (action) => {
    const call = { action: `rds:${action}`, resource: arn('rds', 'og:default:postgres-17') };
    expect(isAllowed(ofProd, call)).toBe(true);
  },
);

const tags = (kind: 'Resource' | 'Request', name: string) => ({
  [`aws:${kind}Tag/Project`]: 'eight-digit',
  [`aws:${kind}Tag/Environment`]: name,
});
const own = tags('Resource', 'staging');
const other = tags('Resource', 'dev');
const marked = tags('Request', 'staging');
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

describe('by their tags', () => {
  it.each<[string, string, string, Call['context'], boolean]>([
    ['makes a VPC with its tags', 'ec2:CreateVpc', arn('ec2', 'vpc/1'), marked, true],
    ['makes no VPC without them', 'ec2:CreateVpc', arn('ec2', 'vpc/1'), {}, false],
    ["makes no VPC with another's", 'ec2:CreateVpc', arn('ec2', 'vpc/1'), tags('Request', 'dev'), false],
    ['puts a subnet into its VPC', 'ec2:CreateSubnet', arn('ec2', 'vpc/1'), { ...own, ...marked }, true],
    ["puts none into another's", 'ec2:CreateSubnet', arn('ec2', 'vpc/1'), { ...other, ...marked }, false],
    ['puts a group into the default VPC', 'ec2:CreateSecurityGroup', arn('ec2', 'vpc/1'), marked, true],
    [
      'opens its security group',
      'ec2:AuthorizeSecurityGroupIngress',
      arn('ec2', 'security-group/1'),
      { ...own, ...marked },
      true,
    ],
    [
      "opens no other's",
      'ec2:AuthorizeSecurityGroupIngress',
      arn('ec2', 'security-group/1'),
      { ...other, ...marked },
      false,
    ],
    ['deletes its subnet', 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), own, true],
    ["deletes no other's", 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), other, false],
    ['deletes nothing without tags', 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), {}, false],
    ['tags what it makes', 'ec2:CreateTags', arn('ec2', 'vpc/1'), { ...marked, 'ec2:CreateAction': 'CreateVpc' }, true],
    ['claims no untagged security group', 'ec2:CreateTags', arn('ec2', 'security-group/1'), marked, false],
    ["claims no other's", 'ec2:CreateTags', arn('ec2', 'security-group/1'), { ...other, ...marked }, false],
    ['makes a load balancer with its tags', 'elasticloadbalancing:CreateLoadBalancer', loadBalancer, marked, true],
    [
      "adds no listener to another's",
      'elasticloadbalancing:CreateListener',
      loadBalancer,
      { ...other, ...marked },
      false,
    ],
    ["deletes no other's", 'elasticloadbalancing:DeleteLoadBalancer', loadBalancer, other, false],
    [
      'scales tasks that are not registered yet',
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      { ...marked, ...tasks },
      true,
    ],
    [
      'registers none without its tags',
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      tasks,
      false,
    ],
    [
      "scales no other's",
      'application-autoscaling:RegisterScalableTarget',
      arn('application-autoscaling', 'scalable-target/1'),
      other,
      false,
    ],
    ["deletes no other's certificate", 'acm:DeleteCertificate', arn('acm', 'certificate/1'), other, false],
    [
      "claims no other's certificate",
      'acm:AddTagsToCertificate',
      arn('acm', 'certificate/1'),
      { ...other, ...marked },
      false,
    ],
    [
      'asks for a certificate of its domain',
      'acm:RequestCertificate',
      '*',
      { ...marked, 'acm:DomainNames': domain },
      true,
    ],
    ['asks for no other', 'acm:RequestCertificate', '*', { ...marked, 'acm:DomainNames': 'www.b.example' }, false],
    ['registers a task definition with its tags', 'ecs:RegisterTaskDefinition', taskDefinition, marked, true],
    ['registers none without them', 'ecs:RegisterTaskDefinition', taskDefinition, {}, false],
    ["deletes no other project's subnet", 'ec2:DeleteSubnet', arn('ec2', 'subnet/1'), ofProject('Resource'), false],
    ["makes nothing in another project's name", 'ec2:CreateVpc', arn('ec2', 'vpc/1'), ofProject('Request'), false],
  ])('staging %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(expected);
  });
});

/** Each makes something inside of something else, and IAM is asked about both. */
describe.each([
  ['ec2:CreateFlowLogs', 'vpc', 'vpc-flow-log'],
  ['ec2:CreateRouteTable', 'vpc', 'route-table'],
  ['ec2:CreateSubnet', 'vpc', 'subnet'],
  ['ec2:CreateVpcEndpoint', 'vpc', 'vpc-endpoint'],
  ['ec2:CreateVpcEndpoint', 'route-table', 'vpc-endpoint'],
  ['ec2:AuthorizeSecurityGroupEgress', 'security-group', 'security-group-rule'],
  ['ec2:AuthorizeSecurityGroupIngress', 'security-group', 'security-group-rule'],
])('%s in a %s', (action, outside, inside) => {
  it.each([
    ['in its own, with its tags', outside, { ...own, ...marked }, true],
    ["in another's, with its tags", outside, { ...other, ...marked }, false],
    ['what is new, with its tags', inside, marked, true],
    ['what is new, without tags', inside, {}, false],
  ])('%s', (_what, type, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource: arn('ec2', `${type}/1`), context })).toBe(expected);
  });
});

describe('instances', () => {
  const prodOwn = tags('Resource', 'prod');
  const image = `arn:aws:ec2:${region}::image/ami-1`;
  const template = { 'ec2:LaunchTemplate': arn('ec2', 'launch-template/lt-1') };

  it.each<[string, string, string, Call['context'], boolean]>([
    ['starts them of its template', 'ec2:RunInstances', arn('ec2', 'launch-template/lt-1'), prodOwn, true],
    ["starts none of another's", 'ec2:RunInstances', arn('ec2', 'launch-template/lt-1'), own, false],
    ['starts one with a template', 'ec2:RunInstances', arn('ec2', 'instance/1'), template, true],
    ['starts none without', 'ec2:RunInstances', arn('ec2', 'instance/1'), {}, false],
    ["starts one of AWS's images", 'ec2:RunInstances', image, { 'ec2:Owner': 'amazon' }, true],
    ["starts none of another account's images", 'ec2:RunInstances', image, { 'ec2:Owner': '210987654321' }, false],
    ['ends its own', 'ec2:TerminateInstances', arn('ec2', 'instance/1'), prodOwn, true],
    ["ends no other's", 'ec2:TerminateInstances', arn('ec2', 'instance/1'), own, false],
    ['releases its address', 'ec2:ReleaseAddress', arn('ec2', 'elastic-ip/1'), prodOwn, true],
    ["releases no other's", 'ec2:ReleaseAddress', arn('ec2', 'elastic-ip/1'), own, false],
    ['reads no password', 'secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:rds!db-1'), prodOwn, false],
  ])('prod %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofProd, { action, resource, context })).toBe(expected);
  });
});

describe('roles', () => {
  const boundary = iam('policy/eight-digit-bootstrap-staging-boundary');
  const others = iam('policy/eight-digit-bootstrap-dev-boundary');
  const task = iam('role/eight-digit-staging-app-task');
  const deploying = iam('role/eight-digit-bootstrap-github-deploy-staging');
  const bounded = (arn: string) => ({ 'iam:PermissionsBoundary': arn });
  const passTo = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });
  const serviceLinked = (name: string) => iam(`role/aws-service-role/${name}`);
  const administrator = { Effect: 'Allow', Action: '*', Resource: '*' };

  it.each<[string, string, string, Call['context'], boolean]>([
    ['passes its own to tasks', 'iam:PassRole', task, passTo('ecs-tasks'), true],
    ['passes none to a function', 'iam:PassRole', task, passTo('lambda'), false],
    ['passes none of tasks to flow logs', 'iam:PassRole', task, passTo('vpc-flow-logs'), false],
    [
      'passes its own to flow logs',
      'iam:PassRole',
      iam('role/eight-digit-staging-flow-logs'),
      passTo('vpc-flow-logs'),
      true,
    ],
    ["passes no other's", 'iam:PassRole', iam('role/eight-digit-dev-app-task'), passTo('ecs-tasks'), false],
    ['creates them with the boundary', 'iam:CreateRole', task, bounded(boundary), true],
    ['creates none without a boundary', 'iam:CreateRole', task, {}, false],
    ["creates none with another's boundary", 'iam:CreateRole', task, bounded(others), false],
    ['sets the boundary of an older one', 'iam:PutRolePermissionsBoundary', task, bounded(boundary), true],
    ['sets no other boundary', 'iam:PutRolePermissionsBoundary', task, bounded(others), false],
    ['writes policies of one with the boundary', 'iam:PutRolePolicy', task, bounded(boundary), true],
    ['writes no policies of an older one', 'iam:PutRolePolicy', task, {}, false],
    ['changes whom one with the boundary trusts', 'iam:UpdateAssumeRolePolicy', task, bounded(boundary), true],
    ['does not change whom an older one trusts', 'iam:UpdateAssumeRolePolicy', task, {}, false],
    ['attaches no managed policy', 'iam:AttachRolePolicy', task, bounded(boundary), false],
    ['detaches what somebody attached to an older one', 'iam:DetachRolePolicy', task, {}, true],
    ['deletes an older one', 'iam:DeleteRole', task, {}, true],
    ['deletes policies of an older one', 'iam:DeleteRolePolicy', task, {}, true],
    [
      'lets ECS have its own role',
      'iam:CreateServiceLinkedRole',
      serviceLinked('ecs.amazonaws.com/AWSServiceRoleForECS'),
      {},
      true,
    ],
    [
      'makes no role of another service',
      'iam:CreateServiceLinkedRole',
      serviceLinked('rds.amazonaws.com/AWSServiceRoleForRDS'),
      {},
      false,
    ],
  ])('staging %s', (_what, action, resource, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(expected);
  });

  it.each<[string, string, string, Call['context']]>([
    ['removes no boundary', 'iam:DeleteRolePermissionsBoundary', task, bounded(boundary)],
    ['sets no other boundary', 'iam:PutRolePermissionsBoundary', task, bounded(others)],
    ['creates no role without the boundary', 'iam:CreateRole', iam('role/any'), {}],
    ['attaches nothing to a role without the boundary', 'iam:AttachRolePolicy', iam('role/any'), {}],
    ['changes no boundary', 'iam:CreatePolicyVersion', boundary, {}],
    ['goes back to no older boundary', 'iam:SetDefaultPolicyVersion', boundary, {}],
    ["deletes none of the bootstrap's policies", 'iam:DeletePolicy', others, {}],
    ['writes none of its own policies', 'iam:PutRolePolicy', deploying, bounded(boundary)],
    ['detaches none of its own policies', 'iam:DetachRolePolicy', deploying, {}],
    ['does not change whom it trusts', 'iam:UpdateAssumeRolePolicy', deploying, bounded(boundary)],
    ['passes none of the bootstrap', 'iam:PassRole', deploying, passTo('ecs-tasks')],
  ])('staging, with AdministratorAccess attached, %s', (_what, action, resource, context) => {
    expect(isAllowed([...ofStaging, administrator], { action, resource, context })).toBe(false);
  });

  it.each([
    ['hosts', 'ec2', true],
    ['jump', 'ec2', true],
    ['app-task', 'ec2', false],
    ['hosts', 'ecs-tasks', false],
  ])('prod passes %s to %s: %s', (role, service, expected) => {
    const resource = iam(`role/eight-digit-prod-${role}`);
    expect(isAllowed(ofProd, { action: 'iam:PassRole', resource, context: passTo(service) })).toBe(expected);
  });

  it.each([
    ['a group on a version of a template', 'Create', { LaunchTemplateVersionSpecified: 'true' }, true],
    ['no group on the latest version', 'Create', { LaunchTemplateVersionSpecified: 'false' }, false],
    ['no group on a launch configuration', 'Create', { LaunchConfigurationName: 'any' }, false],
    ['the size of a group', 'Update', {}, true],
    ['no group to the latest version', 'Update', { LaunchTemplateVersionSpecified: 'false' }, false],
    ['no group to a launch configuration', 'Update', { LaunchConfigurationName: 'any' }, false],
  ])('prod sets %s (%s)', (_what, verb, keys, expected) => {
    const context = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`autoscaling:${key}`, value]));
    const resource = arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/eight-digit-prod-hosts');
    expect(isAllowed(ofProd, { action: `autoscaling:${verb}AutoScalingGroup`, resource, context })).toBe(expected);
  });
});

describe('records of a zone', () => {
  const change = (type: string, names: string[]): Call => ({
    action: 'route53:ChangeResourceRecordSets',
    resource: 'arn:aws:route53:::hostedzone/Z1',
    context: {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
    },
  });

  it.each([
    ['its name', ofStaging, 'A', ['app.b.example'], true],
    ['its name, for IPv6', ofStaging, 'AAAA', ['app.b.example'], true],
    ['its name, as another type', ofStaging, 'MX', ['app.b.example'], false],
    ["the proof of its certificate's name", ofStaging, 'CNAME', ['_0123.app.b.example'], true],
    ['that, as another type', ofStaging, 'TXT', ['_0123.app.b.example'], false],
    ['another name below its own', ofStaging, 'CNAME', ['www.app.b.example'], false],
    ['the proof of a domain below its own', ofStaging, 'CNAME', ['_0123.www.app.b.example'], false],
    ["the zone's own name", ofStaging, 'A', ['b.example'], false],
    ['its name and another at once', ofStaging, 'A', ['app.b.example', 'mail.b.example'], false],
    ['its name, where the environment has no domain', ofDev, 'A', ['app.b.example'], false],
  ])('%s', (_what, allowed, type, names, expected) => {
    expect(isAllowed(allowed, change(type, names))).toBe(expected);
  });
});

describe('states', () => {
  const [get, put, remove] = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];

  it.each<[string, Statement[], string, string, boolean]>([
    ['the plan role reads', ofPlan, get, 'dev.tfstate', true],
    ['the plan role does not write', ofPlan, put, 'dev.tfstate', false],
    ['the plan role locks', ofPlan, put, 'dev.tfstate.tflock', true],
    ['the plan role unlocks', ofPlan, remove, 'dev.tfstate.tflock', true],
    ["the plan role does not read the bootstrap's", ofPlan, get, 'bootstrap.tfstate', false],
    ['a deploy role writes its own', ofStaging, put, 'staging.tfstate', true],
    ['a deploy role unlocks its own', ofStaging, remove, 'staging.tfstate.tflock', true],
    ['a deploy role does not delete its own', ofStaging, remove, 'staging.tfstate', false],
    ["a deploy role does not read another's", ofStaging, get, 'dev.tfstate', false],
    ["a deploy role does not write the bootstrap's", ofStaging, put, 'bootstrap.tfstate', false],
    ['a run role has none in S3', ofRun, get, 'staging.tfstate', false],
  ])('%s', (_what, allowed, action, object, expected) => {
    expect(isAllowed(allowed, { action, resource: state(object) })).toBe(expected);
  });

  it('are looked for in the bucket that the environment names', () => {
    const elsewhere = fixtureWith({ state: { kind: 's3', bucket: 'older-bucket', region } });
    const { inline } = policiesOf(synthesizedBootstrap(complete, [elsewhere]), 'github_deploy_dev');
    expect(inline.join()).toContain('arn:aws:s3:::older-bucket/eight-digit/dev.tfstate');
  });
});

describe('images', () => {
  const push: Call = { action: 'ecr:PutImage', resource: arn('ecr', 'repository/eight-digit-staging-app') };

  it.each([
    ['a deploy role pushes', ofStaging, true],
    ["another environment's does not", ofDev, false],
    ['the plan role does not', ofPlan, false],
    ['a run role does not', ofRun, false],
  ])('%s', (_what, allowed, expected) => {
    expect(isAllowed(allowed, push)).toBe(expected);
  });
});

describe('The key of a table', () => {
  const describeKey = (alias: string): Call => ({
    action: 'kms:DescribeKey',
    resource: arn('kms', 'key/1'),
    context: { 'kms:RequestAlias': alias },
  });

  it.each([
    ["describes DynamoDB's own", 'alias/aws/dynamodb', true],
    ['describes no other', 'alias/another', false],
  ])('the plan role %s', (_what, alias, expected) => {
    expect(isAllowed(ofPlan, describeKey(alias))).toBe(expected);
  });
});

/** WAF is asked about the load balancer and the web ACL, load balancing about the load balancer. */
describe('The association of a firewall', () => {
  const named = (name: string) => arn('elasticloadbalancing', `loadbalancer/app/eight-digit-${name}/1`);
  const webAcl = (name: string) => arn('wafv2', `regional/webacl/eight-digit-${name}/1`);

  it.each<[string, string, Call['context'], boolean]>([
    ['wafv2:AssociateWebACL', webAcl('staging-firewall'), {}, true],
    ['wafv2:AssociateWebACL', webAcl('dev-firewall'), {}, false],
    ['wafv2:AssociateWebACL', named('staging-app'), {}, true],
    ['wafv2:AssociateWebACL', named('dev-app'), {}, false],
    ['wafv2:DisassociateWebACL', named('staging-app'), {}, true],
    ['wafv2:DisassociateWebACL', named('dev-app'), {}, false],
    ['elasticloadbalancing:CreateWebACLAssociation', named('staging-app'), own, true],
    ['elasticloadbalancing:CreateWebACLAssociation', named('dev-app'), other, false],
    ['elasticloadbalancing:DeleteWebACLAssociation', named('staging-app'), own, true],
    ['elasticloadbalancing:SetWebACL', named('staging-app'), {}, true],
    ['elasticloadbalancing:SetWebACL', named('dev-app'), {}, false],
  ])('%s on %s with %j: staging may? %s', (action, resource, context, expected) => {
    expect(isAllowed(ofStaging, { action, resource, context })).toBe(expected);
  });
});

describe("The app's log", () => {
  const read = (name: string): Call => ({
    action: 'logs:FilterLogEvents',
    resource: arn('logs', `log-group:/ecs/eight-digit-${name}:*`),
  });

  it.each([
    ['a deploy role reads its own', ofStaging, 'staging', true],
    ["a deploy role does not read another's", ofStaging, 'dev', false],
    ['a run role reads none', ofRun, 'staging', false],
  ])('%s', (_what, allowed, name, expected) => {
    expect(isAllowed(allowed, read(name))).toBe(expected);
  });
});
