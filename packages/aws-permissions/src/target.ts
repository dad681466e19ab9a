import type { Part } from './part';
import type { StackOwner } from './stack-owner';
import type { Condition } from './statement';

/** The resources on which an action is allowed, and the condition under which it is allowed. */
export interface Target {
  /** Returns the ARNs of the resources. If the list is empty, the target does not apply. */
  readonly resources: (owner: StackOwner) => readonly string[];
  /**
   * Returns the condition, or undefined if the stack needs no condition.
   * @param actions all actions of the policy
   * @default no condition
   */
  readonly condition?: (owner: StackOwner, actions: ReadonlySet<string>) => Condition | undefined;
  /**
   * Whether the target includes resources outside the environment. Such a target applies only if the stack already has a resource of the
   * row's type: it is not enough that an edit of the settings could add one. docs/bootstrap.md lists these targets.
   * @default false
   */
  readonly reachesBeyond?: boolean;
  /**
   * Whether this target shares a statement with the other targets of the service that have the same condition. This makes the policy
   * smaller. The shared statement may combine an action with resources that the action does not support, which has no effect.
   * @default false
   */
  readonly sharesStatement?: boolean;
  /**
   * Whether only some resources of the type need the action, so that the list of ARNs may be empty.
   * @default false
   */
  readonly isOptional?: boolean;
  /**
   * The part of the environment whose policy contains this target.
   * @default the part of the row
   */
  readonly part?: Part;
}

/** All resources. Use it only for actions that do not support resource-level permissions. */
export const anyResource: Target = { resources: () => ['*'] };

/**
 * Returns a target for resources in the environment's region. They are selected by the last part of their ARNs.
 * @param patterns for example `repository/{prefix}-*`, in which `{prefix}` is the prefix of the environment's names
 */
export function named(service: string, ...patterns: readonly string[]): Target {
  return { resources: (owner) => owner.regional(service, ...patterns.map(withPrefix(owner))) };
}

/** Returns a target like that of `named`, but for services whose ARNs have no region. */
export function namedGlobally(service: string, ...patterns: readonly string[]): Target {
  return { resources: (owner) => owner.global(service, ...patterns.map(withPrefix(owner))) };
}

/**
 * Returns a target for resources in the environment's region whose ARNs contain no name. The resources must have the environment's tags.
 * @param types the last parts of the ARNs, for example `subnet/*`
 */
export function tagged(service: string, ...types: readonly string[]): Target {
  return { ...tagOnly(service, ...types), sharesStatement: true };
}

/** Returns a target like that of `tagged`, but it shares no statement with other targets. */
export function tagOnly(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types),
    condition: (owner) => owner.tags('Resource'),
  };
}

/** Returns a target for new resources. The request that creates them must add the environment's tags. */
export function created(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types.map(withPrefix(owner))),
    condition: (owner) => owner.tags('Request'),
  };
}

/** Returns a target for tagging new resources. It allows the tags only as a part of the request that creates the resources. */
export function taggedAtCreation(service: string, ...types: readonly string[]): Target {
  return {
    resources: (owner) => owner.regional(service, ...types),
    condition: (owner, actions) =>
      owner.tags('Request', { [`${service}:CreateAction`]: creationsOf(service, actions) }),
    sharesStatement: true,
  };
}

/**
 * Returns a target for the service-linked role that AWS creates when an account first uses a service. The caller needs the permission to
 * create this role.
 */
export function serviceLinkedRole(name: string): Target {
  return namedGlobally('iam', `role/aws-service-role/${name}`);
}

/** Actions that create no resource with tags, although their names begin with `Create`. */
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
