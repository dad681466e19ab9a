import { everyPreview } from '../../../../stacks/preview';
import { branchAttacks, possibleAttacks } from '../../../support/iam/branch-attacks';
import { escalationPaths } from '../../../support/iam/escalation-paths';
import { type Call, isAllowed, type Statement } from '../../../support/iam/iam-evaluator';
import { account, managedStatements, statementsOf } from '../../../support/iam/role-policies';
import { usualEnvironments } from '../../../support/stacks/combinations';
import { complete } from '../../../support/stacks/fixture-bootstrap';
import { fixtureWith, threeTiers } from '../../../support/stacks/fixture-environment';
import { synthesizedBootstrap } from '../../../support/stacks/synthesized-bootstrap';

const region = 'eu-central-1';
// The shipped environments, and `prod` on Fargate.
const environments = usualEnvironments.map((changes) => fixtureWith(changes));
const previews = { base: fixtureWith(threeTiers), days: 7 };
const stack = synthesizedBootstrap(complete, [...environments, everyPreview(previews)]);
/** The names of all environments, and of two previews. */
const names = [...environments.map(({ name }) => name), 'previewpr42', 'previewpr43'];

const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const boundaryOf = (environment: string) =>
  iam(`policy/eight-digit-bootstrap-${environment.replace(/^preview.*/, 'preview')}-boundary`);
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A role whose permissions an attacker wants. */
interface Target {
  /** The name of the role. If the role has a path, the path comes first. */
  readonly role: string;
  /** The ARN of the role's permissions boundary. @default none */
  readonly boundary?: string;
  /**
   * The value of the tag `Environment` on EC2 resources that have the role. @default `other`, which is not an environment
   */
  readonly environment?: string;
}

const ownRoles = ['app-task', 'app-execution', 'flow-logs', 'hosts', 'jump'];
const targets: readonly Target[] = [
  { role: 'administrator' },
  { role: 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS' },
  ...['github-plan', 'github-deploy-dev', 'github-deploy-prod', 'github-deploy-preview', 'cloud-run-dev'].map(
    (role) => ({
      role: `eight-digit-bootstrap-${role}`,
    }),
  ),
  ...names.flatMap((name) =>
    ownRoles.map((role) => ({
      role: `eight-digit-${name}-${role}`,
      boundary: boundaryOf(name),
      environment: name,
    })),
  ),
];

/** The statements of an attacker's role and of its permissions boundary. */
interface Attacker {
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

/** Returns, for each escalation path, the roles whose permissions an attacker gets. Paths that lead to no role are omitted. */
function reachableRoles(attacker: Attacker): Record<string, string[]> {
  const all = Object.entries(escalationPaths).map(([path, steps]) => {
    if (!steps.every((step) => isEverAllowed(attacker, step))) return [path, []] as const;
    const found = targets.filter((target) => steps.every((step) => isAllowedOn(target, attacker, step)));
    return [path, found.map(({ role }) => role)] as const;
  });
  return Object.fromEntries(all.filter(([, roles]) => roles.length > 0));
}

/** Whether the statements and the boundary allow the action of a step, regardless of resources and conditions. */
function isEverAllowed({ statements, boundary = statements }: Attacker, step: string): boolean {
  const [action = ''] = step.split(' ');
  return [statements, boundary].every((policy) =>
    policy.some(
      ({ Effect, Action = [] }) => Effect === 'Allow' && [Action].flat().some((one) => one === '*' || one === action),
    ),
  );
}

/** Whether the attacker may make at least one call of a step on the target. Also true if the action does not depend on the target. */
function isAllowedOn(target: Target, { statements, boundary }: Attacker, step: string): boolean {
  const calls = callsOf(step, target);
  return calls === undefined || calls.some((call) => isAllowed(statements, call, boundary));
}

/** Returns the calls of a step on a target, or undefined if the action does not depend on the target. */
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

/**
 * Returns the escalation paths to roles of these environments. The paths are acceptable: Terraform must be able to change these roles,
 * and a boundary limits their permissions.
 */
function pathsWithin(environments: readonly string[], hasInstances: boolean): Record<string, string[]> {
  const own = (roles: readonly string[]) =>
    environments.flatMap((environment) => roles.map((role) => `eight-digit-${environment}-${role}`));
  const tasks = own(['app-task', 'app-execution']);
  return {
    'iam-005: write an inline policy of a role': own(ownRoles),
    'iam-012: change a trust policy': own(ownRoles),
    'iam-021': own(ownRoles),
    'htc: delete an inline denial of a role': own(ownRoles),
    'htc: detach a denial from a role': own(ownRoles),
    'ecs-001': tasks,
    'ecs-003: create a service': tasks,
    'change the task definition of a service': tasks,
    ...(hasInstances && {
      'ec2-001: start an instance': own(['hosts', 'jump']),
      'ec2-004: change a launch template': own(ownRoles),
      'add a role to an instance profile': own(['hosts', 'jump']),
      'remove the role from an instance profile': own(ownRoles),
    }),
  };
}

describe('Published privilege escalation paths', () => {
  const everything: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const attackers = environments.flatMap(({ name }) =>
    ['github_deploy', 'terraform_cloud_run'].map((kind) => ({ role: `${kind}_${name}`, name })),
  );

  it.each(attackers)('lead $role only to roles of $name, which have a permissions boundary', ({ role, name }) => {
    const statements = statementsOf(stack, role);
    expect(reachableRoles({ statements })).toEqual(pathsWithin([name], name.startsWith('prod')));
  });

  it('lead github_deploy_preview only to roles of previews, which have a permissions boundary', () => {
    const statements = statementsOf(stack, 'github_deploy_preview');
    expect(reachableRoles({ statements })).toEqual(pathsWithin(['previewpr42', 'previewpr43'], true));
  });

  it.each(['github_plan', ...environments.map(({ name }) => `terraform_cloud_plan_${name}`)])(
    'do not give %s access to any role',
    (role) => {
      expect(reachableRoles({ statements: statementsOf(stack, role) })).toEqual({});
    },
  );

  it.each(names)('lead a role of %s to no other environment, even if its policy allows everything', (name) => {
    const own = name.startsWith('preview') ? 'eight-digit-preview' : `eight-digit-${name}-`;
    const paths = reachableRoles({ statements: everything, boundary: managedStatements(stack, boundaryOf(name)) });
    // This path is acceptable within the environment: a container instance receives the credentials of the tasks that run on it.
    const { 'register a container instance, which receives the credentials of its tasks': found = [], ...others } =
      paths;
    expect([others, found.filter((role) => !role.startsWith(own))]).toEqual([{}, []]);
  });

  it('lead an administrator to every role, so each path is tested', () => {
    const found = Object.entries(reachableRoles({ statements: everything }));
    expect(found.filter(([, roles]) => roles.length === targets.length).map(([path]) => path)).toEqual(
      Object.keys(escalationPaths),
    );
  });
});

describe('Everybody who can push a branch', () => {
  const hosts = `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:1:autoScalingGroupName/eight-digit-previewpr42-hosts`;
  const listed = environments.map(({ name }) => name);
  const everything: Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

  it('can use the plan role only for what a plan needs', () => {
    const statements = statementsOf(stack, 'github_plan');
    expect(possibleAttacks(listed, (call) => isAllowed(statements, call))).toEqual([
      'pull an image',
      'read the state',
      'lock the state',
      'unlock the state',
      'read which images ran',
    ]);
  });

  it('can do nothing to a listed environment with the deploy role of previews', () => {
    const statements = statementsOf(stack, 'github_deploy_preview');
    expect(possibleAttacks(listed, (call) => isAllowed(statements, call))).toEqual([]);
  });

  it('can do nothing to a listed environment with a role of a preview, even if its policy allows everything', () => {
    const boundary = managedStatements(stack, boundaryOf('previewpr42'));
    expect(possibleAttacks(listed, (call) => isAllowed(everything, call, boundary))).toEqual([]);
  });

  it.each<[string, Call]>([
    ['connect a distribution to a load balancer', { action: 'cloudfront:CreateVpcOrigin', resource: '*' }],
    ['change the instance profile of hosts', { action: 'autoscaling:StartInstanceRefresh', resource: hosts }],
  ])('cannot %s with the role or the boundary of previews, if the base has no cdn and no hosts', (_title, call) => {
    const small = synthesizedBootstrap(complete, [...environments, everyPreview({ base: fixtureWith({}), days: 7 })]);
    const context = ['Request', 'Resource'].flatMap((kind) => [
      [`aws:${kind}Tag/Project`, 'eight-digit'],
      [`aws:${kind}Tag/Environment`, 'previewpr42'],
    ]);
    const policies = [
      statementsOf(small, 'github_deploy_preview'),
      managedStatements(small, boundaryOf('previewpr42')),
    ];
    const made = { ...call, context: Object.fromEntries(context) };
    expect(policies.filter((statements) => isAllowed(statements, made))).toEqual([]);
  });

  it('could make every attack as an administrator, so each attack is tested', () => {
    expect(possibleAttacks(listed, (call) => isAllowed(everything, call))).toEqual(Object.keys(branchAttacks));
  });
});
