import { readdirSync, readFileSync } from 'node:fs';
import type { Call } from './iam-evaluator';
import { account } from './role-policies';

/** The environment for which a command runs. */
export interface CommandTarget {
  readonly project: string;
  readonly name: string;
  readonly region: string;
}

/** The calls of an AWS CLI command, or the reason why no role of the bootstrap needs permissions for it. */
export type Command = { readonly calls: (target: CommandTarget) => readonly Call[] } | { readonly reason: string };

const isFree = { reason: 'AWS requires no permission' };
const isRestore = { reason: 'an administrator saves or restores data' };
const isOperator = { reason: 'an operator opens the database, with the permissions that docs/operations.md lists' };
const isUpgrade = { reason: 'an administrator upgrades the database by hand' };
const isRepair = { reason: 'an administrator removes what somebody added by hand' };
const isNetwork = { reason: 'the owner of an existing network changes it' };
const isRole = { reason: 'an administrator creates a role of their own' };
const isRegion = { reason: 'it concerns the account or the region, not an environment' };

/**
 * Returns a command that performs these actions on one resource of the environment.
 * @param resource returns the part of the resource's ARN after the account ID, or `*`
 */
function calls(
  service: string,
  actions: readonly string[],
  resource: (prefix: string, target: CommandTarget) => string,
) {
  return {
    calls: (target: CommandTarget) => {
      const { project, name, region } = target;
      const named = resource(`${project}-${name}`, target);
      const arn = named === '*' ? named : `arn:aws:${service}:${region}:${account}:${named}`;
      return actions.map((action) => ({ action: `${service}:${action}`, resource: arn }));
    },
  };
}

const anyResource = () => '*';
const logGroup = (prefix: string) => `log-group:/ecs/${prefix}:*`;
const imageParameter = (_prefix: string, { project, name }: CommandTarget) =>
  `parameter/${project}/${name}/deployed/image`;

/** All AWS CLI commands in the documentation, in outputs and in messages, as `<service> <operation>`. */
export const documentedCommands: Readonly<Record<string, Command>> = {
  'autoscaling describe-instance-refreshes': calls('autoscaling', ['DescribeInstanceRefreshes'], anyResource),
  'autoscaling start-instance-refresh': calls(
    'autoscaling',
    ['StartInstanceRefresh'],
    (prefix) => `autoScalingGroup:1:autoScalingGroupName/${prefix}-hosts`,
  ),
  'dynamodb create-backup': isRestore,
  'dynamodb delete-table': isRestore,
  'dynamodb get-item': isRestore,
  'dynamodb put-item': isRestore,
  'dynamodb restore-table-to-point-in-time': isRestore,
  'dynamodb scan': isRestore,
  'dynamodb wait': isRestore,
  'ec2 create-default-subnet': isRegion,
  'ec2 create-default-vpc': isRegion,
  'ec2 delete-route': isRepair,
  'ec2 describe-availability-zones': isRegion,
  'ec2 describe-instances': isOperator,
  'ec2 describe-network-interfaces': calls('ec2', ['DescribeNetworkInterfaces'], anyResource),
  'ec2 describe-security-group-rules': isRepair,
  'ec2 modify-vpc-attribute': isNetwork,
  'ec2 revoke-security-group-egress': isRepair,
  'ec2 revoke-security-group-ingress': isRepair,
  'ecr describe-images': calls('ecr', ['DescribeImages'], (prefix) => `repository/${prefix}-app`),
  'ecr get-login-password': calls('ecr', ['GetAuthorizationToken'], anyResource),
  'ecs delete-capacity-provider': calls(
    'ecs',
    ['DeleteCapacityProvider'],
    (prefix) => `capacity-provider/${prefix}-hosts`,
  ),
  'ecs update-service': calls('ecs', ['UpdateService'], (prefix) => `service/${prefix}-cluster/${prefix}-app`),
  'iam attach-role-policy': isRole,
  'iam create-policy': isRole,
  'iam create-policy-version': isRole,
  'logs filter-log-events': calls('logs', ['FilterLogEvents'], logGroup),
  'logs tail': calls('logs', ['FilterLogEvents'], logGroup),
  'rds create-db-snapshot': isRestore,
  'rds describe-db-engine-versions': isUpgrade,
  'rds describe-db-instances': calls('rds', ['DescribeDBInstances'], (prefix) => `db:${prefix}-database`),
  'rds modify-db-instance': isRestore,
  'rds restore-db-instance-from-db-snapshot': isRestore,
  'rds restore-db-instance-to-point-in-time': isRestore,
  'rds wait': isRestore,
  'route53 get-hosted-zone': {
    calls: () => [{ action: 'route53:GetHostedZone', resource: 'arn:aws:route53:::hostedzone/Z1' }],
  },
  's3 sync': isRestore,
  's3api delete-object': isRestore,
  's3api list-object-versions': isRestore,
  'secretsmanager get-secret-value': isOperator,
  'ssm delete-parameter': { reason: 'an administrator applies and removes the bootstrap' },
  'ssm get-parameter': isOperator,
  'ssm get-parameter-history': calls('ssm', ['GetParameterHistory'], imageParameter),
  'ssm start-session': isOperator,
  'sso login': isFree,
  'sts get-caller-identity': isFree,
};

/** Returns the AWS CLI commands in a page or a message, as `<service> <operation>`. */
export function commandsIn(text: string): string[] {
  // The output `open_psql` contains a script that starts `aws` with node. In this script, the path of a log file precedes the operation.
  return [...text.matchAll(/(?:\baws|\/log\\?") ([a-z0-9]+ [a-z][a-z0-9]*(?:-[a-z0-9]+)*)/g)].map(
    ([, command = '']) => command,
  );
}

/** Returns the contents of README.md and of the pages in docs/, by path. */
export function documentation(): Readonly<Record<string, string>> {
  const pages = readdirSync('docs').filter((file) => file.endsWith('.md'));
  const files = ['README.md', ...pages.map((page) => `docs/${page}`)];
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}
