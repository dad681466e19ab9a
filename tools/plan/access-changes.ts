import type { ResourceChange } from './plan-json';
import type { PlanReferences } from './plan-references';
import { comparePolicies } from './policy-grants';

/** How one resource changes who may do what, or what reaches what. */
export interface AccessChange {
  readonly address: string;
  /** As in `Allow s3:GetObject on arn:…`, `tcp 443 from 0.0.0.0/0 into aws_security_group.app`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;
type Difference = Pick<AccessChange, 'added' | 'removed'>;

/** The argument that contains a policy, by type. */
const policyArguments: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_resource_policy: 'policy_document',
  aws_ecr_repository_policy: 'policy',
  aws_iam_policy: 'policy',
  aws_iam_role: 'assume_role_policy',
  aws_iam_role_policy: 'policy',
  aws_kms_key: 'policy',
  aws_s3_bucket_policy: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
};

/** The argument that names policies, by type, and what such a policy is. */
const policyNames: Readonly<Record<string, readonly [argument: string, what: string]>> = {
  aws_iam_role: ['permissions_boundary', 'the permissions boundary'],
  aws_iam_role_policies_exclusive: ['policy_names', 'the inline policy'],
  aws_iam_role_policy_attachment: ['policy_arn', 'the policy'],
  aws_iam_role_policy_attachments_exclusive: ['policy_arns', 'the policy'],
};

/** Lists of what other resources say, but for what was added by hand: only their changes matter. */
const lists = /_exclusive$/;

const ruleDirections: Readonly<Record<string, 'from' | 'to'>> = {
  aws_vpc_security_group_ingress_rule: 'from',
  aws_vpc_security_group_egress_rule: 'to',
};

/** Whether a change of this argument is a change of access, and nothing else. */
export function isAccessArgument(type: string, argument: string): boolean {
  return type in ruleDirections || policyArguments[type] === argument || policyNames[type]?.[0] === argument;
}

/** @returns undefined if the plan does not change what the resource allows */
export function accessChange(resource: ResourceChange, references: PlanReferences): AccessChange | undefined {
  const { address, type, change } = resource;
  if (!change.actions.some((action) => action === 'create' || action === 'update' || action === 'delete'))
    return undefined;
  if (isSensitive(resource)) return undefined;
  const [before, after] = [valuesOf(change.before), valuesOf(change.after)];
  const found =
    type in ruleDirections
      ? difference(ruleText(resource, before, references), ruleText(resource, after, references))
      : joined(policies(resource, references), names(type, before, after));
  return found.added.length + found.removed.length > 0 ? { address, ...found } : undefined;
}

/** Whether Terraform hides anything that a sentence would contain. */
function isSensitive({ type, change }: ResourceChange): boolean {
  return [change.before_sensitive, change.after_sensitive].some(
    (marks) =>
      marks === true ||
      Object.entries(valuesOf(marks) ?? {}).some(
        ([argument, mark]) => mark === true && isAccessArgument(type, argument),
      ),
  );
}

function policies({ address, type, change }: ResourceChange, references: PlanReferences): Difference {
  const argument = policyArguments[type];
  if (argument === undefined) return { added: [], removed: [] };
  const [before, after] = [valuesOf(change.before)?.[argument], valuesOf(change.after)?.[argument]];
  if (valuesOf(change.after_unknown)?.[argument] !== true) return comparePolicies(before, after);
  const former = typeof before === 'string' ? references.withoutFormerArns(before) : before;
  return comparePolicies(former, references.written(address, argument));
}

function names(type: string, before: Values | undefined, after: Values | undefined): Difference {
  const [argument, what] = policyNames[type] ?? [];
  if (argument === undefined || (lists.test(type) && !(before && after))) return { added: [], removed: [] };
  const listed = (values: Values | undefined) =>
    [values?.[argument] ?? []].flat().flatMap((name) => (typeof name === 'string' && name ? [`${what} ${name}`] : []));
  return difference(listed(before), listed(after));
}

/** `tcp 5432 from aws_security_group.app into aws_security_group.database`; nothing for a rule that does not exist */
function ruleText(
  { address, type, change }: ResourceChange,
  values: Values | undefined,
  references: PlanReferences,
): string[] {
  if (values === undefined) return [];
  const unknown = values === change.after ? valuesOf(change.after_unknown) : undefined;
  const value = (argument: string) =>
    unknown?.[argument] === true ? references.target(address, argument) : references.nameOfId(values[argument]);
  const [protocol, first, last] = [values.ip_protocol, values.from_port, values.to_port];
  const ports = typeof first === 'number' && first >= 0 ? ` ${first === last ? first : `${first}-${last}`}` : '';
  const peer = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'].map(value).find(Boolean);
  const what = protocol === '-1' ? 'everything' : `${protocol}${ports}`;
  const group = value('security_group_id');
  return [
    ruleDirections[type] === 'from' ? `${what} from ${peer} into ${group}` : `${what} to ${peer} out of ${group}`,
  ];
}

function difference(before: readonly string[], after: readonly string[]): Difference {
  return {
    added: after.filter((text) => !before.includes(text)),
    removed: before.filter((text) => !after.includes(text)),
  };
}

function joined(...parts: readonly Difference[]): Difference {
  return { added: parts.flatMap(({ added }) => added), removed: parts.flatMap(({ removed }) => removed) };
}

function valuesOf(value: unknown): Values | undefined {
  return typeof value === 'object' && value !== null ? (value as Values) : undefined;
}
