import { type PlanCost, planCost } from '../cost/plan-cost';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { Change, PlanJson } from '../terraform/plan-json';
import { type AccessChange, accessChange } from './access-changes';
import { type ArgumentChange, argumentChanges } from './argument-changes';
import { cdnAccess } from './cdn-access';
import { type ChangedResource, changedResource } from './changed-resource';
import { dataLoss } from './data-loss';
import { newPermissions } from './new-permissions';
import { PlanReferences } from './plan-references';

/** A resource that gets a new address in the state, without any other change. */
export interface MovedResource {
  readonly address: string;
  readonly from: string;
}

/** The changes of a plan, grouped by action. */
export interface PlanSummary {
  readonly created: readonly ChangedResource[];
  readonly changed: readonly ChangedResource[];
  readonly replaced: readonly ChangedResource[];
  readonly destroyed: readonly ChangedResource[];
  /** Resources that the apply removes from Terraform's state, but that stay in AWS. */
  readonly forgotten: readonly ChangedResource[];
  readonly moved: readonly MovedResource[];
  /** The changed outputs. The path of each change is the name of the output. */
  readonly outputs: readonly ArgumentChange[];
  /** The permissions and the network access that the plan adds or removes. */
  readonly access: readonly AccessChange[];
  /** A sentence for each resource whose data the plan deletes. */
  readonly dataLoss: readonly string[];
  /** The messages of the stack's failed `check` blocks, and the advice to apply the bootstrap first. */
  readonly warnings: readonly string[];
  /** How the costs change; undefined if `summarizePlan` was called without the stack. */
  readonly cost?: PlanCost;
}

/**
 * Summarizes the changes of a plan.
 * @param stack the synthesized stack, for the costs and the check of permissions. Without the stack, the summary
 * contains neither
 */
export function summarizePlan(plan: PlanJson, stack?: SynthesizedStack): PlanSummary {
  const cost = stack && planCost(plan, stack);
  const { resource_changes: all = [], output_changes: outputs = {}, checks = [] } = plan;
  const references = new PlanReferences(plan);
  const managed = all.filter(({ mode }) => mode !== 'data');
  const having = (...actions: readonly string[]) =>
    managed
      .filter(({ change }) => actions.includes(change.actions.join(' ')))
      .map((resource) => changedResource(resource, references));
  const replaced = having('delete create', 'create delete');
  const destroyed = having('delete');
  return {
    created: having('create'),
    changed: having('update'),
    replaced,
    destroyed,
    forgotten: having('forget'),
    moved: managed.flatMap(({ address, previous_address: from }) => (from === undefined ? [] : [{ address, from }])),
    outputs: Object.entries(outputs).flatMap(([name, change]) => argumentChanges(named(name, change))),
    access: [
      ...managed.flatMap((resource) => accessChange(resource, references) ?? []),
      ...cdnAccess(managed, references),
    ],
    dataLoss: [...dataLoss(replaced, 'is replaced', plan), ...dataLoss(destroyed, 'is destroyed', plan)],
    warnings: [
      ...checks
        .filter(({ address, status }) => address.kind === 'check' && (status === 'fail' || status === 'error'))
        .flatMap(({ instances = [] }) =>
          instances.flatMap(({ problems = [] }) => problems.map(({ message }) => message)),
        ),
      ...(stack ? newPermissions(plan, stack) : []),
    ],
    ...(cost && { cost }),
  };
}

/** Whether the plan changes a resource in AWS or in the state. Changed outputs do not count. */
export function hasChanges(
  summary: Pick<PlanSummary, 'created' | 'changed' | 'replaced' | 'destroyed' | 'forgotten'>,
): boolean {
  const { created, changed, replaced, destroyed, forgotten } = summary;
  return [created, changed, replaced, destroyed, forgotten].some(({ length }) => length > 0);
}

/** Converts the change of an output into the change of an argument with the output's name. */
function named(name: string, { after_unknown, before_sensitive, after_sensitive, ...change }: Change): Change {
  return {
    actions: change.actions,
    before: { [name]: change.before },
    after: { [name]: change.after },
    after_unknown: { [name]: after_unknown },
    before_sensitive: { [name]: before_sensitive },
    after_sensitive: { [name]: after_sensitive },
  };
}
