import { changePoliciesOf, readPoliciesOf } from '@eight-digit/aws-permissions';
import { shortened } from '../permissions/permissions-text';
import { readOwner } from '../permissions/read-owner';
import type { SynthesizedStack } from '../shared/synthesized-stack';

/** How the permissions of a deploy role change. */
export interface PermissionsDifference {
  readonly environment: string;
  /** Whether the environment exists only after the change, only before it, or both. */
  readonly kind: 'removed' | 'new' | 'changed';
  /** Such as `sqs:CreateQueue on sqs eight-digit-dev-*`. Empty for a new or removed environment. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

type Stacks = ReadonlyMap<string, SynthesizedStack>;

/** Returns the environments whose deploy roles need other permissions than before. */
export function comparePermissions(before: Stacks, after: Stacks): PermissionsDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((environment): PermissionsDifference[] => {
    const [old, fresh] = [pairsOf(before.get(environment)), pairsOf(after.get(environment))];
    if (old === undefined && fresh === undefined) return [];
    if (old === undefined) return [{ environment, kind: 'new', added: [], removed: [] }];
    if (fresh === undefined) return [{ environment, kind: 'removed', added: [], removed: [] }];
    const added = [...fresh].filter((pair) => !old.has(pair));
    const removed = [...old].filter((pair) => !fresh.has(pair));
    return added.length + removed.length > 0 ? [{ environment, kind: 'changed', added, removed }] : [];
  });
}

/** Returns every allowed action with its resource. Undefined for the bootstrap, and for a stack that does not exist. */
function pairsOf(stack: SynthesizedStack | undefined): ReadonlySet<string> | undefined {
  if (stack === undefined || stack.resources('aws_ecs_service').length === 0) return undefined;
  const owner = readOwner(stack.document);
  const statements = Object.values({ ...readPoliciesOf(owner), ...changePoliciesOf(owner) }).flat();
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  return new Set(
    allowed.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} on ${shortened(resource)}`)),
    ),
  );
}
