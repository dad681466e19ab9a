import type { Policies, Statement } from '@eight-digit/aws-permissions';
import type { FederatedRole } from './federated-role';

/** The managed policies and their descriptions. The other policies are inline, because a role has at most ten managed policies. */
const descriptions = {
  // IAM replaces a policy when its description changes, so old descriptions stay.
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

/** Whether a policy is managed. This includes further parts of a large policy, such as `read-2`. */
export function isManaged(part: string): boolean {
  return withoutNumber(part) in descriptions;
}

/** Returns the description of a managed policy. */
export function descriptionOf(part: string): string {
  return descriptions[withoutNumber(part)];
}

function withoutNumber(part: string): keyof typeof descriptions {
  return part.replace(/-\d+$/, '') as keyof typeof descriptions;
}

/** Reads and changes of added resources are in one inline policy. */
export const inlineNames: Readonly<Record<string, string>> = {
  'read-resources': 'resources',
  'change-resources': 'resources',
};

/** Grants the policies that are not managed. */
export function grantInline(role: FederatedRole, policies: Policies, suffix = ''): void {
  const inline = new Map<string, Statement[]>();
  for (const [part, statements] of Object.entries(policies)) {
    if (isManaged(part)) continue;
    const name = `${inlineNames[part] ?? part}${suffix}`;
    inline.set(name, [...(inline.get(name) ?? []), ...statements]);
  }
  for (const [name, statements] of inline) role.grant(name, statements);
}
