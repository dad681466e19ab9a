import {
  mergeStatements,
  type Policies,
  type Purpose,
  purposeStatements,
  readPoliciesOf,
} from '@eight-digit/aws-permissions';
import { Annotations } from 'cdktf';
import type { EnvironmentAccess } from './environment-access';
import type { FederatedRole } from './federated-role';
import { grantInline, inlineNames, isManaged, maxManagedPolicies } from './role-policies';

/** The policies that are the same for all environments of a project. The plan role gets each of them only once. */
const sharedPolicies = ['read-cdn', 'read-lists', 'read-resources'];

/**
 * Allows the role to plan all these environments: to read their resources, and to read and lock their states. IAM limits the total size of
 * a role's inline policies, so each inline policy covers all environments. The statements for the environments differ only in their
 * resources, so one policy is shorter than several.
 */
export function grantPlan(role: FederatedRole, all: readonly EnvironmentAccess[]): void {
  if (all.length === 0) return;
  for (const access of all) access.attachReads(role, `-${access.environment.name}`);
  reportTooManyReads(all);
  grantInline(role, mergedPolicies(all.map(({ reads }) => withoutShared(reads))));
  const states = mergeStatements(all.flatMap((access) => access.stateStatements('read')));
  if (states.length > 0) role.grant('state', states);
  const statementsOf = (purpose: Purpose) =>
    mergeStatements(all.flatMap(({ resources }) => purposeStatements(resources, purpose)));
  role.grant('read-images', statementsOf('read-images'));
  role.grant('read-history', statementsOf('read-history'));
  grantShared(role, all);
}

/**
 * Grants the shared policies. If there are several environments, these policies cover all environments of the project, so they do not grow
 * with the number of environments.
 */
function grantShared(role: FederatedRole, all: readonly EnvironmentAccess[]): void {
  const policies = all.map(({ resources, reads }) =>
    all.length > 1 ? readPoliciesOf(resources.everyEnvironment()) : reads,
  );
  for (const part of sharedPolicies) {
    const statements = mergeStatements(policies.flatMap((own) => own[part] ?? []));
    if (statements.length > 0) role.grant(inlineNames[part] ?? part, statements);
  }
}

/**
 * Reports an error if the plan role has too many managed policies. It counts policies instead of environments, because a large policy is
 * split into several.
 */
function reportTooManyReads(all: readonly EnvironmentAccess[]): void {
  const [first] = all;
  const { length } = all.flatMap(({ reads }) => Object.keys(reads).filter(isManaged));
  if (first === undefined || length <= maxManagedPolicies) return;
  if (all.some(({ hasTooManyPolicies }) => hasTooManyPolicies)) return;
  Annotations.of(first).addError(
    `The plan role needs ${length} managed policies; AWS allows ${maxManagedPolicies}. List fewer environments, or use fewer resources and shorter names.`,
  );
}

function withoutShared(policies: Policies): Policies {
  return Object.fromEntries(Object.entries(policies).filter(([part]) => !sharedPolicies.includes(part)));
}

/** Merges the policies of several environments: policies of the same name become one. */
function mergedPolicies(all: readonly Policies[]): Policies {
  const parts = [...new Set(all.flatMap((policies) => Object.keys(policies)))];
  return Object.fromEntries(parts.map((part) => [part, mergeStatements(all.flatMap((own) => own[part] ?? []))]));
}
