import type { Call } from './iam-evaluator';
import { account } from './role-policies';

const region = 'eu-central-1';
const project = 'eight-digit';
const bootstrap = `${project}-bootstrap`;
const regional = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const state = (key: string) => `arn:aws:s3:::${bootstrap}-state-${account}-${region}/${project}/${key}`;
const ownBoundary = iam(`policy/${bootstrap}-preview-boundary`);

/** The name of the attacked environment, and the prefix of the names of its resources in AWS. */
interface Target {
  readonly name: string;
  readonly prefix: string;
}

type Attack = (target: Target) => readonly Call[];

/**
 * Attacks on an environment by a person who may push a branch, with the roles that workflows on branches can assume. Each attack lists all
 * calls that it needs, so one rejected call prevents it. `possibleAttacks` adds the tags of the target to the resource of each call, and
 * the tags of a preview to its request.
 */
export const branchAttacks: Readonly<Record<string, Attack>> = {
  'run a task of its own with the task role': ({ prefix }) => [
    pass(`${prefix}-app-task`, 'ecs-tasks'),
    call('ecs:RegisterTaskDefinition', regional('ecs', `task-definition/${project}-previewpr42-app:1`)),
  ],
  'run an instance of its own with the role of the hosts': ({ prefix }) => [pass(`${prefix}-hosts`, 'ec2')],
  'change the service': ecs('UpdateService', (prefix) => `service/${prefix}-cluster/${prefix}-app`),
  'run another task in the cluster': ({ prefix }) => [
    call('ecs:RunTask', regional('ecs', `task-definition/${project}-previewpr42-app:1`), {
      'ecs:cluster': regional('ecs', `cluster/${prefix}-cluster`),
    }),
  ],
  'open a shell in a task': ecs('ExecuteCommand', (prefix) => `task/${prefix}-cluster/1`),
  'stop a task': ecs('StopTask', (prefix) => `task/${prefix}-cluster/1`),
  'push an image': repository('InitiateLayerUpload', 'PutImage'),
  'delete an image': repository('BatchDeleteImage'),
  'let another account pull images': repository('SetRepositoryPolicy'),
  'pull an image': repository('BatchGetImage', 'GetDownloadUrlForLayer'),
  'read the state': object('GetObject', '.tfstate'),
  'write the state': object('PutObject', '.tfstate'),
  'delete the state': object('DeleteObject', '.tfstate'),
  'lock the state': object('PutObject', '.tfstate.tflock'),
  'unlock the state': object('DeleteObject', '.tfstate.tflock'),
  'read the state of the bootstrap': () => [call('s3:GetObject', state('bootstrap.tfstate'))],
  'write the state of the bootstrap': () => [call('s3:PutObject', state('bootstrap.tfstate'))],
  'read a secret parameter': parameter('GetParameter', '/api-key'),
  'read all parameters under the path of the environment': parameter('GetParametersByPath', ''),
  'read former values of a secret parameter': parameter('GetParameterHistory', '/api-key'),
  'choose the image of the next apply': parameter('PutParameter', '/deployed/image'),
  'read which images ran': parameter('GetParameterHistory', '/deployed/image'),
  'read a secret': () => [call('secretsmanager:GetSecretValue', regional('secretsmanager', 'secret:app/token-AbCdEf'))],
  'read the password of the database': masterSecret('GetSecretValue'),
  'replace the tags of the secret of the database': masterSecret('TagResource'),
  'write a policy of the task role': ({ prefix, name }) => [
    call('iam:PutRolePolicy', iam(`role/${prefix}-app-task`), bounded(iam(`policy/${bootstrap}-${name}-boundary`))),
  ],
  'give the task role the boundary of previews': ({ prefix }) => [
    call('iam:PutRolePermissionsBoundary', iam(`role/${prefix}-app-task`), bounded(ownBoundary)),
  ],
  'create a role that the environment could pass': ({ prefix }) => [
    call('iam:CreateRole', iam(`role/${prefix}-app-task`), bounded(ownBoundary)),
  ],
  'let itself assume the task role': ({ prefix, name }) => [
    call(
      'iam:UpdateAssumeRolePolicy',
      iam(`role/${prefix}-app-task`),
      bounded(iam(`policy/${bootstrap}-${name}-boundary`)),
    ),
  ],
  'assume the deploy role': ({ name }) => [call('sts:AssumeRole', iam(`role/${bootstrap}-github-deploy-${name}`))],
  'write a policy of its own role': () => [
    call('iam:PutRolePolicy', iam(`role/${bootstrap}-github-deploy-preview`), bounded(ownBoundary)),
  ],
  'widen the boundary of previews': () => [call('iam:CreatePolicyVersion', ownBoundary)],
  'create a preview with the boundary of the environment': ({ name }) => [
    call(
      'iam:CreateRole',
      iam(`role/${project}-previewpr42-app-task`),
      bounded(iam(`policy/${bootstrap}-${name}-boundary`)),
    ),
  ],
  'replace the tags of the VPC': () => [call('ec2:CreateTags', regional('ec2', 'vpc/vpc-1'))],
  'replace the tags of a security group': () => [call('ec2:CreateTags', regional('ec2', 'security-group/sg-1'))],
  'open a security group': () => [call('ec2:AuthorizeSecurityGroupIngress', regional('ec2', 'security-group/sg-1'))],
  'start an instance in the network': () => [call('ec2:RunInstances', regional('ec2', 'subnet/subnet-1'))],
  'replace the tags of the load balancer': ({ prefix }) => [
    call('elasticloadbalancing:AddTags', regional('elasticloadbalancing', `loadbalancer/app/${prefix}-app/1`)),
  ],
  'redirect the load balancer': ({ prefix }) => [
    call('elasticloadbalancing:ModifyListener', regional('elasticloadbalancing', `listener/app/${prefix}-app/1/1`)),
  ],
  'read entries': ({ prefix }) => [call('dynamodb:Query', regional('dynamodb', `table/${prefix}-entries`))],
  'read files': ({ prefix }) => [call('s3:GetObject', `arn:aws:s3:::${prefix}-uploads-${account}-${region}/files/1`)],
  'read the log': ({ prefix }) => [call('logs:FilterLogEvents', regional('logs', `log-group:/ecs/${prefix}:*`))],
  'log in to the database': () => [call('rds-db:connect', regional('rds-db', 'dbuser:db-ABCDEFGHIJKL/app'))],
  'restore the database from a snapshot': ({ prefix }) => [
    call('rds:RestoreDBInstanceFromDBSnapshot', regional('rds', `snapshot:${prefix}-final`)),
  ],
  'share a snapshot of the database': ({ prefix }) => [
    call('rds:ModifyDBSnapshotAttribute', regional('rds', `snapshot:${prefix}-final`)),
  ],
  'delete the database': ({ prefix }) => [call('rds:DeleteDBInstance', regional('rds', `db:${prefix}-database`))],
};

/**
 * Returns the attacks that succeed in at least one of the environments.
 * @param isAllowed whether the attacker is allowed to make a call
 */
export function possibleAttacks(environments: readonly string[], isAllowed: (call: Call) => boolean): string[] {
  const targets = environments.map((name) => ({ name, prefix: `${project}-${name}` }));
  return Object.entries(branchAttacks).flatMap(([attack, callsOf]) =>
    targets.some((target) => callsOf(target).every((made) => isAllowed(withTags(made, target)))) ? [attack] : [],
  );
}

function withTags({ context, ...made }: Call, { name }: Target): Call {
  const tags = {
    'aws:RequestTag/Project': project,
    'aws:RequestTag/Environment': 'previewpr42',
    'aws:ResourceTag/Project': project,
    'aws:ResourceTag/Environment': name,
  };
  return { ...made, context: { ...tags, ...context } };
}

function call(action: string, resource: string, context: Call['context'] = {}): Call {
  return { action, resource, context };
}

function bounded(boundary: string): Call['context'] {
  return { 'iam:PermissionsBoundary': boundary };
}

function pass(role: string, service: string): Call {
  return call('iam:PassRole', iam(`role/${role}`), { 'iam:PassedToService': `${service}.amazonaws.com` });
}

function ecs(action: string, resource: (prefix: string) => string): Attack {
  return ({ prefix }) => [call(`ecs:${action}`, regional('ecs', resource(prefix)))];
}

function repository(...actions: readonly string[]): Attack {
  return ({ prefix }) => actions.map((action) => call(`ecr:${action}`, regional('ecr', `repository/${prefix}-app`)));
}

function object(action: string, end: string): Attack {
  return ({ name }) => [call(`s3:${action}`, state(`${name}${end}`))];
}

function parameter(action: string, path: string): Attack {
  return ({ name }) => [call(`ssm:${action}`, regional('ssm', `parameter/${project}/${name}${path}`))];
}

/** Returns an attack on the secret that contains the master password. RDS tags this secret with the ARN of the database. */
function masterSecret(action: string): Attack {
  return ({ prefix }) => [
    call(`secretsmanager:${action}`, regional('secretsmanager', 'secret:rds!db-1-AbCdEf'), {
      'aws:ResourceTag/aws:rds:primaryDBInstanceArn': regional('rds', `db:${prefix}-database`),
    }),
  ];
}
