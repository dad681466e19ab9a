import { decryptionDenials, denials, similarNamesDenials } from './denials';
import type { Part } from './part';
import { needsOf, statementsFor } from './permissions';
import { splitPolicies } from './split-policies';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/** The statements of each policy of a role, by the suffix of the policy's name. */
export type Policies = Readonly<Record<string, readonly Statement[]>>;

/** The name of the policy that allows the `reads` of each part. */
const readPolicies: Readonly<Record<Part, string>> = {
  network: 'read',
  service: 'read',
  roles: 'read',
  edge: 'read',
  watch: 'read',
  hosts: 'read-private',
  profiles: 'read-private',
  cdn: 'read-cdn',
  networks: 'networks',
  lists: 'read-lists',
  secrets: 'secrets',
  resources: 'read-resources',
};

/** The name of the policy that allows the `writes` of each part. */
const changePolicies: Readonly<Record<Part, string>> = {
  network: 'network',
  service: 'service',
  roles: 'roles',
  edge: 'edge',
  watch: 'watch',
  hosts: 'hosts',
  profiles: 'profiles',
  cdn: 'change-cdn',
  networks: 'change-cdn',
  lists: 'service',
  secrets: 'service',
  resources: 'change-resources',
};

/** Returns the policies that allow everything that a plan reads in AWS. */
export function readPoliciesOf(owner: StackOwner): Policies {
  const policies = policiesOf(owner, 'reads', readPolicies);
  const denied = decryptionDenials(owner);
  const all = denied.length > 0 ? { ...policies, secrets: [...(policies.secrets ?? []), ...denied] } : policies;
  return splitPolicies(all, owner);
}

/** Returns the policies that allow creating, changing and destroying the environment, in addition to those for plans. */
export function changePoliciesOf(owner: StackOwner): Policies {
  const { roles = [], ...others } = policiesOf(owner, 'writes', changePolicies);
  const allowed = [...roles, ...Object.values(others).flat()];
  const all = [...roles, ...denials(owner), ...similarNamesDenials(owner, allowed)];
  return splitPolicies(all.length > 0 ? { ...others, roles: all } : others, owner);
}

function policiesOf(owner: StackOwner, which: 'reads' | 'writes', names: Readonly<Record<Part, string>>): Policies {
  const needs = needsOf(owner, which);
  const all = [...new Set(Object.values(names))].map((name) => {
    const own = needs.filter(({ part, action }) => names[isIamChange(which, action) ? 'roles' : part] === name);
    return [name, statementsFor(owner, own)] as const;
  });
  return Object.fromEntries(all.filter(([, statements]) => statements.length > 0));
}

/** Whether an action changes IAM. The policy `roles` contains all these actions, regardless of the part that needs them. */
function isIamChange(which: 'reads' | 'writes', action: string): boolean {
  return which === 'writes' && action.startsWith('iam:');
}
