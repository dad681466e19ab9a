import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { costWithoutPlan } from '../cost/plan-cost';
import { hasChanges, type PlanSummary, summarizePlan } from '../plan/plan-summary';
import { formatSummary } from '../plan/summary-text';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { PlanOutcome } from '../terraform/create-plan';
import type { TerraformStack } from '../terraform/terraform-stack';
import { withheldSummary } from '../terraform/withheld-plan';

/** The changes in a plan, from which a command decides whether to apply the plan. */
export interface PlannedChanges {
  /** Whether the apply would change a resource. */
  readonly hasChanges: boolean;
  /** The changes; undefined if Terraform Cloud does not return the plan's JSON. */
  readonly summary: PlanSummary | undefined;
}

export interface PlanningProps {
  readonly terraform: TerraformStack;
  /** The stack's JSON in the folder in which `terraform` runs. */
  readonly stack: SynthesizedStack;
  readonly steps: Steps;
}

/**
 * Runs `terraform plan` as a separate step, and summarizes the plan.
 * @param image the value of the variable `container_image`; undefined keeps the running image
 */
export async function planChanges(
  { terraform, stack, steps }: PlanningProps,
  image?: string,
): Promise<PlannedChanges & Pick<PlanOutcome, 'text'>> {
  const { json, ...outcome } = await steps.run('terraform plan', () => terraform.plan(image));
  if (json === undefined) return { ...outcome, summary: undefined };
  const summary = summarizePlan(json, stack);
  return { ...outcome, hasChanges: hasChanges(summary), summary };
}

/** Makes a plan, and prints its summary or, if there is none, Terraform's own output. @see planChanges */
export async function planAndPrint(props: PlanningProps, image?: string): Promise<PlannedChanges> {
  const { steps } = props;
  const { text, ...planned } = await planChanges(props, image);
  if (planned.summary) steps.line(`\n${formatSummary(planned.summary)}\n`);
  else steps.line(`\n${withoutLog(text)}\n\n${colors.yellow(withheldSummary)}\n${costWithoutPlan(props.stack)}\n`);
  return planned;
}

/** Removes the log lines above the plan from the output of a remote run. */
function withoutLog(text: string): string {
  const begin = text.search(/^(Terraform (used|will) |No changes\.)/m);
  return text.slice(Math.max(begin, 0)).trim();
}
