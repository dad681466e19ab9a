import type { Steps } from '../console/steps';
import { Interrupted, UserError } from '../shared/user-error';
import { type ApplyEvent, reportEvent } from '../terraform/apply-event';
import { formatErrors } from '../terraform/terraform-error';
import type { TerraformStack } from '../terraform/terraform-stack';

export interface ApplyPlanProps {
  readonly terraform: TerraformStack;
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** The title of the step that applies the plan. */
  readonly title: string;
  /** The number of changes in the plan, to print the progress. */
  readonly count: number;
  /** What the user should do if the apply fails or is interrupted, in full sentences. */
  readonly remedy: string;
}

/**
 * Applies the last plan as a separate step, and prints the progress. Its error messages contain the number of completed
 * changes and the `remedy`.
 * @throws Interrupted after a stop
 * @throws UserError if the apply fails
 */
export async function applyPlan({ terraform, steps, stop, title, count, remedy }: ApplyPlanProps): Promise<void> {
  let done = 0;
  await steps.run(title, async (report) => {
    const reportChange = reportEvent((address) => report(`${done} of ${count}: ${address}`));
    const errors = await terraform.apply((event) => {
      if (isCompletion(event)) done += 1;
      if (isAboutChanges(event)) reportChange(event);
    });
    const ended = `${done} of ${count} changes are done.`;
    // A stop is reported only after the apply, because Terraform first completes the changes that it has begun.
    if (stop.aborted) throw new Interrupted(`${title}: interrupted. ${ended} ${remedy}`);
    if (errors.length === 0) return;
    throw new UserError(`${title}: failed.\n${formatErrors(errors)}\n${ended} ${remedy}`);
  });
}

/**
 * Whether an event is about a resource, or the URL of a run. Other lines that Terraform Cloud prints, such as advice about
 * `-target`, are ignored.
 */
function isAboutChanges({ type, '@message': message }: ApplyEvent): boolean {
  return type !== 'log' || /^\S+\.\S+: |^https:/.test(message.trim());
}

/** Whether an event reports a completed change. Terraform Cloud sends lines of text instead of JSON. */
function isCompletion({ type, '@message': message }: ApplyEvent): boolean {
  return type === 'apply_complete' || (type === 'log' && /: (Destruction|Modifications) complete/.test(message));
}
