import type { StackOwner } from './stack-owner';
import type { Target } from './target';

/** The name suffixes of the roles that an edit of the settings can create, by the service that assumes them. */
const usualRoles: Readonly<Record<string, readonly string[]>> = {
  'ecs-tasks': ['app-task', 'app-execution'],
  'vpc-flow-logs': ['flow-logs'],
};
/** The name suffixes of the roles that EC2 instances assume. Only environments with private subnets have these roles. */
const rolesOfHosts = ['hosts', 'jump'];

/**
 * Returns a target for `iam:PassRole`: the roles that a service assumes, with the condition that they are passed only to this service.
 * @param service the first part of the service principal, such as `ecs-tasks`
 */
export function passedTo(service: string): Target {
  return {
    resources: (owner) => owner.global('iam', ...rolesFor(owner, service).map((name) => `role/${name}`)),
    condition: () => ({ StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } }),
  };
}

function rolesFor(owner: StackOwner, service: string): string[] {
  const usual = usualRoles[service] ?? (owner.isPrivate ? rolesOfHosts : []);
  const trusting = owner.of('aws_iam_role').filter(({ block }) => trusts(block.assume_role_policy, service));
  const own = trusting.map(({ block }) => String(block.name)).filter((name) => name.startsWith(`${owner.prefix}-`));
  return [...new Set([...usual.map((name) => `${owner.prefix}-${name}`), ...own])];
}

function trusts(policy: unknown, service: string): boolean {
  return String(policy).includes(`"${service}.amazonaws.com"`);
}
