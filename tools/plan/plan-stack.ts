import type { CommandRun } from '../console/command-run';
import { costWithoutPlan } from '../cost/plan-cost';
import { renderChanges } from '../diagram/change-diagram';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import type { OpenedStack } from '../terraform/open-stack';
import type { PlanJson } from '../terraform/plan-json';
import type { TerraformStack } from '../terraform/terraform-stack';
import { withheldSummary } from '../terraform/withheld-plan';
import type { OnlinePlanArguments } from './plan-arguments';
import type { PlanReport, ReportedPlan } from './plan-report';
import { hasChanges, type PlanSummary, summarizePlan } from './plan-summary';

export interface PlanStackProps extends OpenedStack, Pick<CommandRun, 'steps'> {}

/**
 * Plans the next apply of a stack in whose folder `terraform init` has succeeded.
 * @throws UserError with Terraform's message
 */
export async function planStack(
  { terraform, stack, steps }: PlanStackProps,
  { environment, terraformArguments, json }: OnlinePlanArguments,
): Promise<PlanReport> {
  assertStateWritten(terraform, environment);
  const isDrift = terraformArguments.some((argument) => /^-refresh-only(=true)?$/.test(argument));
  const [outcome, plan] = await steps.run('terraform plan', async () => {
    const created = await terraform.createPlan(terraformArguments);
    return [created, await (isDrift && json ? terraform.readPlan() : terraform.readPlanIfAllowed())] as const;
  });
  const [run] = terraform.runPages.slice(-1);
  const shown = { text: outcome.text, ...(run === undefined ? {} : { run }) };
  const report = { environment, offline: false, remarks: [], hasChanges: outcome.hasChanges };
  if (plan === undefined) {
    const remarks = [withheldSummary, costWithoutPlan(stack)];
    return { ...report, plans: [{ kind: 'next-apply', ...shown }], remarks };
  }
  if (isDrift) {
    const summary = summarizeDrift(plan);
    const title = 'What has changed since the last apply';
    return { ...report, hasChanges: hasChanges(summary), plans: [{ kind: 'drift', title, summary, ...shown }] };
  }
  // With -target, the plan contains only a part of the resources, so the total costs would be wrong.
  const isPart = terraformArguments.some((argument) => /^-target\b/.test(argument));
  const summary = summarizePlan(plan, isPart ? undefined : stack);
  const diagram = renderChanges(environment, stack, summary);
  const planned: ReportedPlan = { kind: 'next-apply', summary, ...shown, ...(diagram && { diagram }) };
  const isWhole = outcome.hasChanges && terraformArguments.length === 0;
  return { ...report, plans: [planned], remarks: isWhole ? nextStep(stack, environment) : [] };
}

/** @throws UserError if an earlier apply could not write its state */
function assertStateWritten({ unwrittenState: file }: TerraformStack, environment: string): void {
  if (file === undefined) return;
  throw new UserError(
    `An earlier apply could not write the state to its backend, and saved it in ${file}. Until this file is written to the backend, a plan would create existing resources again. npm run deploy ${environment} writes it first; docs/state.md says how to write it by hand.`,
  );
}

/**
 * Summarizes the changes in AWS since the last apply. Accepting them changes only the state, so no data is lost and no
 * access changes.
 */
function summarizeDrift(plan: PlanJson): PlanSummary {
  return { ...summarizePlan({ ...plan, resource_changes: plan.resource_drift }), access: [], dataLoss: [] };
}

function nextStep(stack: SynthesizedStack, environment: string): string[] {
  if (stack.resources('aws_ecs_service').length === 0) return [];
  return [`Nothing was changed. To apply this together with the app: npm run deploy ${environment}`];
}
