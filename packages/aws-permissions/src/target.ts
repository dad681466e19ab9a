import type { Part } from './part';
import type { StackOwner } from './stack-owner';
import type { Condition } from './statement';

/** How an action is narrowed: the resources on which it is allowed, and under which condition. */
export interface Target {
  /** ARNs. If the list is empty, the target does not apply. */
  readonly resources: (owner: StackOwner) => readonly string[];
  /** @param actions all actions of the policy @default none */
  readonly condition?: (owner: StackOwner, actions: ReadonlySet<string>) => Condition | undefined;
  /**
   * Whether the target reaches resources beyond the environment. It then applies only if the stack has a resource of the type, not for
   * other settings. docs/bootstrap.md lists these targets.
   * @default false
   */
  readonly reachesBeyond?: boolean;
  /**
   * Whether one statement contains all such targets of a service that have the same condition, because IAM limits the size of a policy. The
   * statement then pairs actions with types of resources that they do not accept, which has no effect.
   * @default false
   */
  readonly sharesStatement?: boolean;
  /** Whether the action is needed only by some resources of the type, so that it may have no ARN. @default false */
  readonly isOptional?: boolean;
  /** The policy that contains the target. @default that of the row */
  readonly part?: Part;
}

/** Every resource: only for actions that accept nothing narrower. */
export const anyResource: Target = { resources: () => ['*'] };

/**
 * Resources in the environment's region, by the last part of their ARNs.
 * @param patterns with `{prefix}` for the prefix of the environment's names, as in `repository/{prefix}-*`
 */
export function named(service: string, ...patterns: readonly string[]): Target {
  return { resources: (owner) => owner.regional(service, ...patterns.map(withPrefix(owner))) };
}

/** As `named`, for services without regions. */
export function namedGlobally(service: string, ...patterns: readonly string[]): Target {
  return { resources: (owner) => owner.global(service, ...patterns.map(withPrefix(owner))) };
}

/** Resources in the region whose ARNs contain no name. They must have the environment's tags. */
export function tagged(service: string, ...types: readonly string[]): Target {
  return { ...tagOnly(service, ...types), sharesStatement: true };
}

/** As `tagged`, in its own statement. */
export function tagOnly(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types),
    condition: (owner) => owner.tags('Resource'),
  };
}

/** New resources, to which the request adds the environment's tags. */
export function created(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types.map(withPrefix(owner))),
    condition: (owner) => owner.tags('Request'),
  };
}

/** New resources that are tagged by the action that creates them. */
export function taggedAtCreation(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types),
    condition: (owner, actions) =>
      owner.tags('Request', { [`${service}:CreateAction`]: creationsOf(service, actions) }),
    sharesStatement: true,
  };
}

/** The role that AWS creates when an account first uses a service: it needs the caller's permission. */
export function serviceLinkedRole(name: string): Target {
  return namedGlobally('iam', `role/aws-service-role/${name}`);
}

/** These actions create nothing that has tags. */
const withoutTags = ['CreateLaunchTemplateVersion', 'CreateRoute', 'CreateTags', 'CreateWebACLAssociation'];

function creationsOf(service: string, actions: ReadonlySet<string>): string[] {
  const beginning = `${service}:`;
  return [...actions]
    .filter((action) => action.startsWith(beginning))
    .map((action) => action.slice(beginning.length))
    .filter((name) => /^(Allocate|Authorize|Create|Run)/.test(name) && !withoutTags.includes(name))
    .sort();
}

function withPrefix({ prefix }: StackOwner): (pattern: string) => string {
  return (pattern) => pattern.replaceAll('{prefix}', prefix);
}
