import type { Part } from './part';
import { anyResource, type Target } from './target';

/**
 * A row of the table: the IAM actions that the AWS provider needs for one type of resource or data source, and the targets to which each
 * action is limited.
 */
export interface Row {
  readonly part: Part;
  /** The actions that a plan needs to refresh the resource. */
  readonly reads: readonly string[];
  /** The actions that create, update, tag and delete the resource, and those that AWS then performs with the caller's permissions. */
  readonly writes: readonly string[];
  /** Returns all targets on which an action is allowed. */
  readonly targetsOf: (action: string) => readonly Target[];
}

/** The input of `row`. Actions are written as `ec2: CreateVpc DeleteVpc`. */
export interface Columns {
  readonly reads?: string | readonly string[];
  readonly writes?: string | readonly string[];
  /** The target of all actions that support resource-level permissions and are not in `others`. */
  readonly on?: Target;
  /** The targets of individual actions. The keys are lists such as `ec2: CreateVpc DeleteVpc`. These targets override `on`. */
  readonly others?: Readonly<Record<string, Target | readonly Target[]>>;
}

/**
 * Creates a row of the table.
 * @throws Error if an action has no target
 */
export function row(part: Part, { reads = [], writes = [], on, others = {} }: Columns): Row {
  const targets = new Map(
    Object.entries(others).flatMap(([names, target]) => actions(names).map((action) => [action, [target].flat()])),
  );
  const all = { reads: actions(...[reads].flat()), writes: actions(...[writes].flat()) };
  const targetsOf = (action: string) =>
    targets.get(action) ?? (acceptsNoResource(action) ? [anyResource] : on ? [on] : []);
  const missing = [...all.reads, ...all.writes].find((action) => targetsOf(action).length === 0);
  if (missing !== undefined)
    throw new Error(`The action ${missing} has no target. Set \`on\` or \`others\` in its row.`);
  return { part, ...all, targetsOf };
}

/** Converts lists such as `ec2: CreateVpc DeleteVpc` to actions such as `ec2:CreateVpc`. */
export function actions(...lists: readonly string[]): string[] {
  return lists.flatMap((list) => {
    const [service = '', names = ''] = list.split(': ');
    return names.split(' ').map((name) => `${service}:${name}`);
  });
}

/** Returns the service of an action: `ec2` for `ec2:CreateVpc`. */
export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/**
 * The actions that do not support resource-level permissions, so their target is `*`. A test compares them with AWS's service reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const withoutResource = [
  /^ec2:Describe(?!VpcAttribute$|InstanceAttribute$)/,
  /^elasticloadbalancing:Describe/,
  /^application-autoscaling:Describe/,
  /^autoscaling:Describe/,
  /^ecs:DescribeTaskDefinition$/,
  /^logs:DescribeLogGroups$/,
  /^route53:ListHostedZones$/,
  /^ssm:DescribeParameters$/,
];

export function acceptsNoResource(action: string): boolean {
  return withoutResource.some((pattern) => pattern.test(action));
}
