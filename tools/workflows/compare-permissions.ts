import { changePoliciesOf, readPoliciesOf, type Statement } from '@eight-digit/aws-permissions';
import { readOwner } from '../permissions/read-owner';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { describeGrants, grantsOf } from './grants';

/** The permissions that were added to a policy and removed from it, in words such as `sqs:CreateQueue on sqs eight-digit-dev-*`. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** How the permissions of an environment's roles change. */
export interface PermissionsDifference {
  readonly environment: string;
  /** `new` if the environment exists only after the change, `removed` if only before it, `changed` if both. */
  readonly kind: 'removed' | 'new' | 'changed';
  /** The old and the new region, if they differ. `role` and `boundary` then omit differences that consist only of the region. @default undefined */
  readonly move?: Move;
  /** The difference for the deploy role; empty for a new or removed environment. */
  readonly role: Difference;
  /** The difference for the permissions boundary, which limits the roles of the app; empty if no bootstrap creates the boundary. */
  readonly boundary: Difference;
}

/** The old and the new region of an environment. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

type Stacks = ReadonlyMap<string, SynthesizedStack>;

const none: Difference = { added: [], removed: [] };

/**
 * Returns the environments for which the bootstrap must be applied again. They are new or removed, or their deploy role
 * needs different permissions, or the roles of the app need a different boundary.
 */
export function comparePermissions(before: Stacks, after: Stacks): PermissionsDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((environment): PermissionsDifference[] => {
    const [old, fresh] = [before, after].map((stacks) => stacks.get(environment)).map(roleStatements) as [
      readonly Statement[] | undefined,
      readonly Statement[] | undefined,
    ];
    if (old === undefined && fresh === undefined) return [];
    if (old === undefined) return [{ environment, kind: 'new', role: none, boundary: none }];
    if (fresh === undefined) return [{ environment, kind: 'removed', role: none, boundary: none }];
    const move = moveOf(before.get(environment), after.get(environment));
    const role = difference(old, fresh, move);
    const [oldBoundary, freshBoundary] = [before, after].map((stacks) => boundaryStatements(stacks, environment));
    const boundary = difference(oldBoundary ?? [], freshBoundary ?? [], move);
    const isChanged = move !== undefined || [role, boundary].some((one) => one.added.length + one.removed.length > 0);
    return isChanged ? [{ environment, kind: 'changed', ...(move && { move }), role, boundary }] : [];
  });
}

function moveOf(before: SynthesizedStack | undefined, after: SynthesizedStack | undefined): Move | undefined {
  const [from = '', to = ''] = [before?.region, after?.region];
  return from === to ? undefined : { from, to };
}

/** Returns the statements of the deploy role of an environment; undefined for the bootstrap, and for a stack that does not exist. */
function roleStatements(stack: SynthesizedStack | undefined): readonly Statement[] | undefined {
  if (stack === undefined || stack.resources('aws_ecs_service').length === 0) return undefined;
  const owner = readOwner(stack.document);
  return Object.values({ ...readPoliciesOf(owner), ...changePoliciesOf(owner) }).flat();
}

/** Returns the statements of the permissions boundary of an environment's roles; an empty list if no stack creates the boundary. */
function boundaryStatements(stacks: Stacks, environment: string): readonly Statement[] {
  const [role] = stacks.get(environment)?.resources('aws_iam_role') ?? [];
  const name = String(role?.block.permissions_boundary).replace(/.*:policy\//, '');
  const policies = [...stacks.values()].flatMap((stack) => stack.resources('aws_iam_policy'));
  const boundary = policies.find(({ block }) => block.name === name);
  return boundary === undefined ? [] : JSON.parse(String(boundary.block.policy)).Statement;
}

/**
 * Compares two lists of statements.
 * @param move the old and the new region, if the region changes. In both lists, the old region is first replaced with
 * the new one.
 */
function difference(before: readonly Statement[], after: readonly Statement[], move: Move | undefined): Difference {
  const old = grantsOf(inNewRegion(before, move));
  const fresh = grantsOf(inNewRegion(after, move));
  const only = (grants: typeof old, others: typeof old) =>
    describeGrants([...grants].flatMap(([key, grant]) => (others.has(key) ? [] : [grant])));
  return { added: only(fresh, old), removed: only(old, fresh) };
}

function inNewRegion(statements: readonly Statement[], move: Move | undefined): readonly Statement[] {
  return move === undefined ? statements : JSON.parse(JSON.stringify(statements).replaceAll(move.from, move.to));
}
