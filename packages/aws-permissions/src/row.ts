import type { Part } from './part';
import { anyResource, type Target } from './target';

/** The actions that the AWS provider needs for one type of resource or data source, and how each one is narrowed. */
export interface Row {
  readonly part: Part;
  /** The actions that refresh it in every plan. */
  readonly reads: readonly string[];
  /** The actions that create, update, tag and delete it, including those that AWS performs with the caller's permissions. */
  readonly writes: readonly string[];
  /** The targets of an action. */
  readonly targetsOf: (action: string) => readonly Target[];
}

/** The columns of a row. Actions are written as `ec2: CreateVpc DeleteVpc`. */
export interface Columns {
  readonly reads?: string | readonly string[];
  readonly writes?: string | readonly string[];
  /** The target of all actions that are not in `others`, and that support resource-level permissions. */
  readonly on?: Target;
  /** The targets of single actions, as `ec2: CreateVpc`. */
  readonly others?: Readonly<Record<string, Target | readonly Target[]>>;
}

/** @throws Error if an action has no target */
export function row(part: Part, { reads = [], writes = [], on, others = {} }: Columns): Row {
  const targets = new Map(
    Object.entries(others).flatMap(([names, target]) => actions(names).map((action) => [action, [target].flat()])),
  );
  const all = { reads: actions(...[reads].flat()), writes: actions(...[writes].flat()) };
  const targetsOf = (action: string) =>
    targets.get(action) ?? (acceptsNoResource(action) ? [anyResource] : on ? [on] : []);
  const missing = [...all.reads, ...all.writes].find((action) => targetsOf(action).length === 0);
  if (missing !== undefined) throw new Error(`${missing} needs a target: add it to \`on\` or \`others\` in its row.`);
  return { part, ...all, targetsOf };
}

/** Parses lists of a service and its actions, such as `ec2: CreateVpc DeleteVpc`. */
export function actions(...lists: readonly string[]): string[] {
  return lists.flatMap((list) => {
    const [service = '', names = ''] = list.split(': ');
    return names.split(' ').map((name) => `${service}:${name}`);
  });
}

/**
 * The actions that do not support resource-level permissions. A test compares them with AWS's service reference.
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
