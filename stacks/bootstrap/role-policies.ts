import type { Policies, Statement } from '@eight-digit/aws-permissions';
import type { FederatedRole } from './federated-role';

/** The maximum number of managed policies for a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxManagedPolicies = 10;

/** The descriptions of the managed policies. All other policies are inline, because a role can have at most ten managed policies. */
const descriptions = {
  // Do not change a description: Terraform would replace the policy.
  read: 'See everything',
  'read-private': 'See the instances and the database',
  network: 'Change the network',
  service: 'Change the service and what it needs',
  roles: 'Change the roles within their boundary',
  edge: 'Change what stands before the service',
  watch: 'Change what watches the service',
  hosts: 'Change the instances',
  profiles: 'Change where profiles are kept',
} as const;

/** Whether a policy is managed. A numbered part of a large managed policy, such as `read-2`, is managed too. */
export function isManaged(part: string): boolean {
  return withoutNumber(part) in descriptions;
}

/** Returns the description of a managed policy, or of its numbered part, such as `read-2`. */
export function descriptionOf(part: string): string {
  return descriptions[withoutNumber(part)];
}

function withoutNumber(part: string): keyof typeof descriptions {
  return part.replace(/-\d+$/, '') as keyof typeof descriptions;
}

/**
 * The names of inline policies that differ from the name of their permissions. `read-resources` and `change-resources` share the policy
 * `resources`.
 */
export const inlineNames: Readonly<Record<string, string>> = {
  'read-resources': 'resources',
  'change-resources': 'resources',
};

/** Adds all policies that are not managed to the role, as inline policies. */
export function grantInline(role: FederatedRole, policies: Policies): void {
  const inline = new Map<string, Statement[]>();
  for (const [part, statements] of Object.entries(policies)) {
    if (isManaged(part)) continue;
    const name = inlineNames[part] ?? part;
    inline.set(name, [...(inline.get(name) ?? []), ...statements]);
  }
  for (const [name, statements] of inline) role.grant(name, statements);
}
