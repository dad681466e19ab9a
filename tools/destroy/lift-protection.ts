import { argumentChanges } from '../plan/argument-changes';
import { UserError } from '../shared/user-error';
import type { PlanJson } from '../terraform/plan-json';
import { type ApplyPlanProps, applyPlan } from './apply-plan';

/**
 * Lifts the protection of these resources with a targeted apply, because a full apply would also recreate the resources
 * that an earlier run has destroyed.
 * Before the call, the protection must have been removed from the stack's JSON.
 * @throws UserError if the apply fails, or if it would change anything else
 */
export async function liftProtection(
  addresses: readonly string[],
  props: Pick<ApplyPlanProps, 'terraform' | 'steps' | 'stop' | 'remedy'>,
): Promise<void> {
  const { terraform, steps } = props;
  const plan = await steps.run('Plan to lift the protection', async () => {
    // Terraform would replace a tainted resource instead of updating it. The replacement would fail, because AWS refuses
    // to delete a protected resource.
    for (const { address, isTainted } of await terraform.resources()) {
      if (isTainted && addresses.includes(address)) await terraform.untaint(address);
    }
    return terraform.planTargets(addresses);
  });
  const changes = changesOf(plan);
  const others = changes.filter(
    ({ address, change }) => !addresses.includes(address) || change.actions[0] !== 'update',
  );
  if (others.length > 0) {
    throw new UserError(
      `The protection cannot be lifted yet, because the settings contain other changes that have not been applied:\n${others.map(line).join('\n')}\nNothing was changed. Undo these changes in the environment's file, or apply them, and run the command again.`,
    );
  }
  if (changes.length > 0) await applyPlan({ ...props, title: 'Lift the protection', count: changes.length });
}

function changesOf({ resource_changes: changes = [] }: PlanJson) {
  return changes.filter(({ mode, change }) => mode !== 'data' && !['no-op', 'read'].includes(change.actions.join()));
}

function line({ address, change }: ReturnType<typeof changesOf>[number]): string {
  const isUpdate = change.actions[0] === 'update';
  const details = isUpdate ? argumentChanges(change).map(({ path }) => path) : change.actions;
  return `  ${address}: ${details.join(', ')}`;
}
