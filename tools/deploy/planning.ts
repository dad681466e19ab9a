import type { Steps } from '../console/steps';
import { type PlanSummary, summarizePlan } from '../plan/plan-summary';
import { formatSummary } from '../plan/summary-text';
import type { TerraformStack } from '../terraform/terraform-stack';

/**
 * Plans, as a separate step.
 * @param image the value of `container_image`; undefined keeps the running image
 */
export async function planChanges(terraform: TerraformStack, steps: Steps, image?: string): Promise<PlanSummary> {
  return summarizePlan(await steps.run('terraform plan', () => terraform.plan(image)));
}

/** Plans and prints the summary. @see planChanges */
export async function planAndPrint(terraform: TerraformStack, steps: Steps, image?: string): Promise<PlanSummary> {
  const summary = await planChanges(terraform, steps, image);
  steps.line(`\n${formatSummary(summary)}\n`);
  return summary;
}
