import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandRun } from '../console/command-run';
import { type OfflineStack, withOfflineStack } from '../shared/offline-stack';
import { UserError } from '../shared/user-error';
import { TerraformStack } from '../terraform/terraform-stack';
import type { OfflinePlanArguments } from './plan-arguments';
import type { PlanReport, ReportedPlan } from './plan-report';
import { summarizePlan } from './plan-summary';
import { sampleImage } from './sample-image';

/** One of the applies of a first deployment. Each apply has its own plan. */
interface Stage extends Pick<ReportedPlan, 'kind' | 'title'> {
  readonly image: string | undefined;
}

const sampleHint = 'The image is a sample. To plan with another image, add --image <repository>@sha256:<digest>';
const limits =
  'Nothing was created, and no request went to AWS. Terraform has checked arguments, types, references, conditions and the order of changes.\n' +
  'Only a plan without --offline checks most limits of the provider, and looks up the parameters and secrets in app.secrets.\n' +
  'Only an apply finds missing permissions, exceeded quotas and names that are already taken.';

/**
 * Plans a stack that has never been applied, with the real terraform in a temporary folder and without an AWS account.
 * A stack with an image has two plans: the first without an image, the second with one. Between the two, the first plan
 * is applied to the offline provider.
 * @throws UserError if there is no such stack or no suitable terraform, or if terraform fails
 */
export function planFirstDeployment(plan: OfflinePlanArguments, { stop, steps }: CommandRun): Promise<PlanReport> {
  return withOfflineStack(plan.environment, { stop, steps }, async (stack) => {
    const stages = stagesOf(stack, plan.image);
    const plans = await planStages(stack, stages, { stop, steps });
    return {
      environment: plan.environment,
      offline: true,
      hasChanges: plans.some(({ hasChanges }) => hasChanges),
      plans: plans.map(({ plan: each }) => each),
      remarks: [...(stages.length > 1 && plan.image === sampleImage ? [sampleHint] : []), limits],
    };
  });
}

async function planStages(
  { folder, environment, stack }: OfflineStack,
  stages: readonly Stage[],
  { stop, steps }: CommandRun,
) {
  const terraform = new TerraformStack({ folder, environment, state: 'local', stop });
  await steps.run('terraform init', () => terraform.init());
  const plans: { readonly hasChanges: boolean; readonly plan: ReportedPlan }[] = [];
  for (const { image, ...stage } of stages) {
    if (plans.length > 0) await steps.run('Apply this plan to the offline provider', () => apply(terraform));
    const planned = await steps.run(`Plan ${lowerCase(stage.title)}`, async () => {
      const { hasChanges, text } = await terraform.createPlan(image ? [`-var=container_image=${image}`] : []);
      return { hasChanges, plan: { ...stage, text, summary: summarizePlan(await terraform.readPlan(), stack) } };
    });
    plans.push(planned);
  }
  return plans;
}

async function apply(terraform: TerraformStack): Promise<void> {
  const errors = await terraform.apply(() => {});
  if (errors.length > 0) throw new UserError(errors.join('\n'));
}

function stagesOf({ folder }: OfflineStack, image: string): Stage[] {
  const { variable }: { variable?: object } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  const title = 'The first apply';
  if (variable === undefined || !('container_image' in variable))
    return [{ kind: 'first-apply', title, image: undefined }];
  return [
    { kind: 'first-apply', title: `${title}, without an image`, image: undefined },
    { kind: 'image', title: 'The apply that deploys an image', image },
  ];
}

function lowerCase(text = ''): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
