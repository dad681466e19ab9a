import { readdirSync, readFileSync } from 'node:fs';
import type { Call } from './iam';
import { account } from './role-policies';

/** What the commands are about. */
export interface CommandTarget {
  readonly project: string;
  readonly name: string;
  readonly region: string;
}

/** What IAM is asked when a command runs, or why no role of the bootstrap is meant to run it. */
export type Command = { readonly calls: (target: CommandTarget) => readonly Call[] } | { readonly because: string };

const isFree = { because: 'AWS asks for no permission' };
const isRestore = { because: 'an administrator restores data, or keeps it before it is deleted' };
const isOperator = { because: 'an operator looks into the database, with rights that docs/operations.md lists' };
const isRepair = { because: 'an administrator removes what somebody added by hand' };
const isRegion = { because: 'it is about the account or the region, and no environment' };

/** Calls about one resource of the environment, by a function from its prefix to its ARN without account and region. */
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

const anything = () => '*';
const logGroup = (prefix: string) => `log-group:/ecs/${prefix}:*`;
const imageParameter = (_prefix: string, { project, name }: CommandTarget) =>
  `parameter/${project}/${name}/deployed/image`;

/** Every command of the AWS CLI that the documentation, outputs and messages name. */
export const commands: Readonly<Record<string, Command>> = {
  'autoscaling describe-instance-refreshes': calls('autoscaling', ['DescribeInstanceRefreshes'], anything),
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
  'ec2 describe-network-interfaces': calls('ec2', ['DescribeNetworkInterfaces'], anything),
  'ec2 describe-security-group-rules': isRepair,
  'ec2 revoke-security-group-egress': isRepair,
  'ec2 revoke-security-group-ingress': isRepair,
  'ecr describe-images': calls('ecr', ['DescribeImages'], (prefix) => `repository/${prefix}-app`),
  'ecr get-login-password': calls('ecr', ['GetAuthorizationToken'], anything),
  'ecs delete-capacity-provider': calls(
    'ecs',
    ['DeleteCapacityProvider'],
    (prefix) => `capacity-provider/${prefix}-hosts`,
  ),
  'logs filter-log-events': calls('logs', ['FilterLogEvents'], logGroup),
  // It reads in parts.
  'logs tail': calls('logs', ['FilterLogEvents'], logGroup),
  'rds create-db-snapshot': isRestore,
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
  'ssm delete-parameter': { because: 'an administrator applies and removes the bootstrap' },
  'ssm get-parameter': isOperator,
  'ssm get-parameter-history': calls('ssm', ['GetParameterHistory'], imageParameter),
  'ssm start-session': isOperator,
  'sso login': isFree,
  'sts get-caller-identity': isFree,
};

/** The commands that a text names, as `<service> <operation>`. */
export function commandsIn(text: string): string[] {
  // `open_psql` starts its tunnel with node, which gets the arguments of `aws` after the file of the tunnel's log.
  return [...text.matchAll(/(?:\baws|\/log\\?") ([a-z0-9]+ [a-z][a-z0-9]*(?:-[a-z0-9]+)*)/g)].map(
    ([, command = '']) => command,
  );
}

/** The documentation that comes with the project, by the name of its file. */
export function documentation(): Readonly<Record<string, string>> {
  const pages = readdirSync('docs').filter((file) => file.endsWith('.md'));
  const files = ['README.md', ...pages.map((page) => `docs/${page}`)];
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}
