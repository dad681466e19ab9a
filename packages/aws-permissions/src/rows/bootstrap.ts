import { row } from '../row';
import { namedGlobally, type Target } from '../target';

/** The OIDC providers of the stack. The ARN of a provider ends with the host of its issuer. */
const issuers: Target = {
  resources: (owner) =>
    owner.global(
      'iam',
      ...owner
        .values('aws_iam_openid_connect_provider', 'url')
        .map((url) => `oidc-provider/${url.replace(/^https:\/\//, '')}`),
    ),
};
const policies = namedGlobally('iam', 'policy/{prefix}-*');
const budgets = namedGlobally('budgets', 'budget/{prefix}-*');

/**
 * The rows for the bootstrap. An administrator applies the bootstrap, because it creates roles with arbitrary permissions. The calls are
 * taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const bootstrap = {
  // For budgets, AWS has only the actions ViewBudget and ModifyBudget, and actions for tags.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
  aws_budgets_budget: row('watch', {
    reads: 'budgets: ViewBudget ListTagsForResource',
    writes: 'budgets: ModifyBudget TagResource UntagResource',
    on: budgets,
  }),
  aws_iam_openid_connect_provider: row('roles', {
    reads: 'iam: GetOpenIDConnectProvider',
    writes:
      'iam: CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider DeleteOpenIDConnectProvider TagOpenIDConnectProvider UntagOpenIDConnectProvider',
    on: issuers,
  }),
  // A policy can have five versions, so the provider deletes the oldest one before it creates a sixth.
  aws_iam_policy: row('roles', {
    reads: 'iam: GetPolicy GetPolicyVersion',
    writes:
      'iam: CreatePolicy CreatePolicyVersion ListPolicyVersions DeletePolicyVersion DeletePolicy TagPolicy UntagPolicy',
    on: policies,
  }),
  aws_iam_role_policy_attachment: row('roles', {
    reads: 'iam: ListAttachedRolePolicies',
    writes: 'iam: AttachRolePolicy DetachRolePolicy',
    on: namedGlobally('iam', 'role/{prefix}-*'),
  }),
} as const;
