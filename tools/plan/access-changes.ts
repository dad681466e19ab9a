import type { ResourceChange } from '../terraform/plan-json';
import { containsMark, valuesOf } from '../terraform/plan-values';
import type { PlanReferences } from './plan-references';
import { comparePolicies } from './policy-grants';
import { isRuleArgument, ruleTexts } from './rule-text';

/** The permissions and the network access that a plan adds and removes by changing one resource. */
export interface AccessChange {
  readonly address: string;
  /** Sentences such as `Allow s3:GetObject on arn:…` or `tcp 443 from 0.0.0.0/0 into aws_security_group.app`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

type Difference = Pick<AccessChange, 'added' | 'removed'>;
const nothing: Difference = { added: [], removed: [] };

/** For each type of resource, the argument that contains a policy. */
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

/** For each type of resource, the argument that names policies, and the noun for such a policy in a sentence. */
const policyNames: Readonly<Record<string, readonly [argument: string, what: string]>> = {
  aws_iam_role: ['permissions_boundary', 'the permissions boundary'],
  aws_iam_role_policies_exclusive: ['policy_names', 'the inline policy'],
  aws_iam_role_policy_attachment: ['policy_arn', 'the policy'],
  aws_iam_role_policy_attachments_exclusive: ['policy_arns', 'the policy'],
};

/**
 * The types of resources that list all policies of a role. Creating such a list adds no policy, but changing one may
 * remove a policy that was added by hand.
 */
const policyLists = /_exclusive$/;

/** Whether an argument contains only permissions or network access. */
export function isAccessArgument(type: string, argument: string): boolean {
  return policyArguments[type] === argument || policyNames[type]?.[0] === argument || isRuleArgument(type, argument);
}

/**
 * Returns the permissions and the network access that a plan adds or removes by changing a resource.
 * @returns undefined if the plan changes neither, or if the values are sensitive
 */
export function accessChange(resource: ResourceChange, references: PlanReferences): AccessChange | undefined {
  const { address, change } = resource;
  const isApplied = change.actions.some((action) => ['create', 'update', 'delete'].includes(action));
  if (!isApplied || isSensitive(resource)) return undefined;
  const rules = difference(ruleTexts(resource, 'before', references), ruleTexts(resource, 'after', references));
  const parts = [policies(resource, references), names(resource, references), rules];
  const added = parts.flatMap((part) => part.added);
  const removed = parts.flatMap((part) => part.removed);
  return added.length + removed.length > 0 ? { address, added, removed } : undefined;
}

/** Whether a sentence about this change would contain a value that Terraform marks as sensitive. */
function isSensitive({ type, change }: ResourceChange): boolean {
  return [change.before_sensitive, change.after_sensitive].some(
    (marks) =>
      marks === true ||
      Object.entries(valuesOf(marks)).some(
        ([argument, mark]) => containsMark(mark) && isAccessArgument(type, argument),
      ),
  );
}

function policies(resource: ResourceChange, references: PlanReferences): Difference {
  const argument = policyArguments[resource.type];
  if (argument === undefined) return nothing;
  return comparePolicies(...values(resource, argument, references));
}

function names(resource: ResourceChange, references: PlanReferences): Difference {
  const { type, change } = resource;
  const [argument, what] = policyNames[type] ?? [];
  if (argument === undefined || (policyLists.test(type) && !(change.before && change.after))) return nothing;
  const [before, after] = values(resource, argument, references).map((value) =>
    [value ?? []].flat().flatMap((name) => (typeof name === 'string' && name ? [`${what} ${name}`] : [])),
  );
  return difference(before, after);
}

/**
 * Returns the values of an argument before and after the apply. If the new value is not known yet, both values contain
 * expressions, such as `aws_lb.app.arn`, instead of unknown ARNs. The two values can then be compared.
 */
function values({ address, change }: ResourceChange, argument: string, references: PlanReferences): [unknown, unknown] {
  const [before, after] = [valuesOf(change.before)[argument], valuesOf(change.after)[argument]];
  if (!containsMark(valuesOf(change.after_unknown)[argument])) return [before, after];
  return [references.withoutFormerArns(before), references.written(address, argument)];
}

function difference(before: readonly string[] = [], after: readonly string[] = []): Difference {
  return {
    added: after.filter((text) => !before.includes(text)),
    removed: before.filter((text) => !after.includes(text)),
  };
}
