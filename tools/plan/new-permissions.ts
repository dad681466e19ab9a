import { needsOf } from '@eight-digit/aws-permissions';
import { readOwner } from '../permissions/read-owner';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { PlanJson } from '../terraform/plan-json';

/**
 * Returns a warning if an apply creates resources of types that are new in the environment, because the deploy role may
 * lack the actions for them.
 * There is no warning for actions whose conditions change, for example because the domain changes. The comment on a
 * pull request reports those.
 * @returns an empty list before the first deployment, and if the bootstrap does not create the roles
 */
export function newPermissions({ resource_changes: all = [] }: PlanJson, stack: SynthesizedStack): string[] {
  const hasBoundary = stack.resources('aws_iam_role').some(({ block }) => block.permissions_boundary !== undefined);
  const existing = new Set(
    all.flatMap(({ mode, type, change }) => (mode === 'managed' && change.before !== null ? [type] : [])),
  );
  const added = new Set(
    all.flatMap(({ mode, type, change }) => (mode === 'managed' && change.actions.includes('create') ? [type] : [])),
  );
  const types = [...added].filter((type) => !existing.has(type));
  if (!hasBoundary || existing.size === 0 || types.length === 0) return [];
  const owner = readOwner(stack.document);
  const known = new Set(needsOfAll(readOwner(withoutTypes(stack.document, types))).map(({ action }) => action));
  const needs = needsOfAll(owner).filter(({ action }) => !known.has(action));
  const [first] = needs;
  if (first === undefined) return [];
  return [
    `Apply the latest bootstrap before this plan, unless you have already done so. It allows the deploy role of ${owner.name} to call actions such as ${first.action} (for ${[...new Set(needs.map(({ type }) => type))].join(', ')}).`,
  ];
}

function needsOfAll(owner: ReturnType<typeof readOwner>) {
  return [...needsOf(owner, 'reads'), ...needsOf(owner, 'writes')];
}

function withoutTypes(document: unknown, types: readonly string[]): unknown {
  const { resource = {}, ...others } = document as { readonly resource?: Readonly<Record<string, unknown>> };
  return {
    ...others,
    resource: Object.fromEntries(Object.entries(resource).filter(([type]) => !types.includes(type))),
  };
}
