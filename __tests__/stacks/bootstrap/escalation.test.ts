import { escalationPaths } from '../../support/iam/escalation-paths';
import { type Call, isAllowed, type Statement } from '../../support/iam/iam';
import { account, managedStatements, statementsOf } from '../../support/iam/role-policies';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../support/stacks/fixture-environment';
import { everyEnvironment } from '../../support/stacks/mixtures';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const region = 'eu-central-1';
// The shipped ones, and `prod` on Fargate.
const environments = everyEnvironment.slice(0, 4).map((changes) => fixtureWith(changes));
const stack = synthesizedBootstrap(complete, environments);

const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const boundaryOf = (environment: string) => iam(`policy/eight-digit-bootstrap-${environment}-boundary`);
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A role that somebody wants the permissions of, and what belongs to it: its user, its instances, its instance profile. */
interface Target {
  /** Its name. */
  readonly role: string;
  /** ARN of its permissions boundary. @default none */
  readonly boundary?: string;
  /** The tag `Environment` of its instances. @default no tags */
  readonly environment?: string;
}

const ownRoles = ['app-task', 'app-execution', 'flow-logs', 'hosts', 'jump'];
const targets: readonly Target[] = [
  { role: 'administrator' },
  { role: 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS' },
  ...['github-plan', 'github-deploy-dev', 'github-deploy-prod', 'cloud-run-dev', 'cloud-run-prod'].map((role) => ({
    role: `eight-digit-bootstrap-${role}`,
  })),
  ...environments.flatMap(({ name }) =>
    ownRoles.map((role) => ({
      role: `eight-digit-${name}-${role}`,
      boundary: boundaryOf(name),
      environment: name,
    })),
  ),
];

/** The statements that a role has, and those of its permissions boundary. */
interface Holder {
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

/** The roles that each path leads to; a path that is not listed leads to none. */
function reached(holder: Holder): Record<string, string[]> {
  const all = Object.entries(escalationPaths).map(([path, steps]) => {
    if (!steps.every((step) => isEverAllowed(holder, step))) return [path, []] as const;
    const found = targets.filter((target) => steps.every((step) => isAllowedOn(target, holder, step)));
    return [path, found.map(({ role }) => role)] as const;
  });
  return Object.fromEntries(all.filter(([, roles]) => roles.length > 0));
}

/** Whether the action of a step is allowed on anything, under any condition. */
function isEverAllowed({ statements, boundary = statements }: Holder, step: string): boolean {
  const [action = ''] = step.split(' ');
  return [statements, boundary].every((policy) =>
    policy.some(
      ({ Effect, Action = [] }) => Effect === 'Allow' && [Action].flat().some((one) => one === '*' || one === action),
    ),
  );
}

/** Whether one of the calls is allowed that would take the step to the target. */
function isAllowedOn(target: Target, { statements, boundary }: Holder, step: string): boolean {
  const calls = callsOf(step, target);
  return calls === undefined || calls.some((call) => isAllowed(statements, call, boundary));
}

/** The calls that would take a step to a target, as AWS authorizes them; undefined for an action that the target is not in. */
function callsOf(step: string, { role, boundary, environment }: Target): Call[] | undefined {
  const [action = '', service] = step.split(' ');
  const call = (resource: string, context: Call['context'] = {}): Call[] => [{ action, resource, context }];
  const bounded = boundary === undefined ? undefined : { 'iam:PermissionsBoundary': boundary };
  const tags = { 'aws:ResourceTag/Project': 'eight-digit', 'aws:ResourceTag/Environment': environment ?? 'other' };
  const ec2 = (type: string) => call(`arn:aws:ec2:${region}:${account}:${type}/1`, tags);
  const group = `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:1:autoScalingGroupName/${role}`;
  if (action === 'iam:PassRole') {
    return call(iam(`role/${role}`), { 'iam:PassedToService': `${service}.amazonaws.com` });
  }
  if (action === 'iam:CreateRole' || action === 'iam:PutRolePermissionsBoundary') {
    const others = [administrator, boundaryOf('other')].map((one) => ({ 'iam:PermissionsBoundary': one }));
    return [{}, ...others].flatMap((context) => call(iam(`role/${role}`), context));
  }
  if (/^iam:.*Role(Policy|PermissionsBoundary|$)|^iam:UpdateAssumeRolePolicy$|^sts:AssumeRole$/.test(action)) {
    return call(iam(`role/${role}`), bounded);
  }
  if (action.endsWith('InstanceProfile')) return call(iam(`instance-profile/${role}`));
  if (action.endsWith('LaunchTemplateVersion') || action.endsWith('LaunchTemplate')) return ec2('launch-template');
  if (/^ec2:(Modify|Stop|Start)Instance/.test(action)) return ec2('instance');
  if (action === 'autoscaling:CreateAutoScalingGroup') {
    return call(group, { 'autoscaling:LaunchConfigurationName': 'other' });
  }
  if (action === 'autoscaling:UpdateAutoScalingGroup') {
    return call(group, { 'autoscaling:LaunchTemplateVersionSpecified': 'false' });
  }
  if (action === 'ecs:RegisterContainerInstance') {
    return call(`arn:aws:ecs:${region}:${account}:cluster/eight-digit-${environment ?? 'other'}-cluster`);
  }
  return undefined;
}

/** The paths that lead to roles of the own environment. Terraform has to change those, and the boundary bounds them. */
function pathsWithin(environment: string, hasInstances: boolean): Record<string, string[]> {
  const own = (names: readonly string[]) => names.map((name) => `eight-digit-${environment}-${name}`);
  const tasks = own(['app-task', 'app-execution']);
  return {
    'iam-005, a policy in a role': own(ownRoles),
    'iam-012, a new trust policy': own(ownRoles),
    'iam-021': own(ownRoles),
    'htc, no denial in a role': own(ownRoles),
    'htc, no denial attached to a role': own(ownRoles),
    'ecs-001': tasks,
    'ecs-003, a service': tasks,
    'a service that changes its task definition': tasks,
    ...(hasInstances && {
      'ec2-001, a new instance': own(['hosts', 'jump']),
      'ec2-004, a new version of a launch template': own(ownRoles),
      'another role in an instance profile': own(['hosts', 'jump']),
      'no role in an instance profile': own(ownRoles),
    }),
  };
}

describe('The published paths to more permissions', () => {
  const everything: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const holders = environments.flatMap(({ name }) =>
    ['github_deploy', 'terraform_cloud_run'].map((kind) => ({ role: `${kind}_${name}`, name })),
  );

  it.each(holders)('lead $role only to bounded roles of $name', ({ role, name }) => {
    const statements = statementsOf(stack, role);
    expect(reached({ statements })).toEqual(pathsWithin(name, name.startsWith('prod')));
  });

  it('lead github_plan to no role', () => {
    expect(reached({ statements: statementsOf(stack, 'github_plan') })).toEqual({});
  });

  it.each(environments)('lead a role of $name to no role, even if every permission is written into it', ({ name }) => {
    const paths = reached({ statements: everything, boundary: managedStatements(stack, boundaryOf(name)) });
    // An instance has the credentials of the tasks on it, and only its own cluster places tasks there.
    const { 'the credentials of tasks': found = [], ...others } = paths;
    expect([others, found.filter((role) => !role.startsWith(`eight-digit-${name}-`))]).toEqual([{}, []]);
  });

  it('lead an administrator to every role', () => {
    const found = Object.entries(reached({ statements: everything }));
    expect(found.filter(([, roles]) => roles.length === targets.length).map(([path]) => path)).toEqual(
      Object.keys(escalationPaths),
    );
  });
});
