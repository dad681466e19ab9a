import type { Steps } from '../console/steps';
import { Interrupted, UserError } from '../shared/user-error';
import { type ApplyEvent, reportEvent } from '../terraform/apply-event';
import { formatErrors } from '../terraform/terraform-error';
import type { TerraformStack } from '../terraform/terraform-stack';

export interface ApplyPlanProps {
  readonly terraform: TerraformStack;
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** The title of the step. */
  readonly title: string;
  /** How many changes the plan has, for the progress. */
  readonly count: number;
  /** What to do if the apply fails or is interrupted: full sentences. */
  readonly remedy: string;
}

/**
 * Applies the last plan as a separate step, and reports the progress.
 * @throws Interrupted after a stop, and UserError if the apply fails: how many changes are done, the cause, and the
 * remedy
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
    // Terraform finishes what it has begun before it ends.
    if (stop.aborted) throw new Interrupted(`${title}: interrupted. ${ended} ${remedy}`);
    if (errors.length === 0) return;
    throw new UserError(`${title}: failed.\n${formatErrors(errors)}\n${ended} ${remedy}`);
  });
}

/**
 * Whether to print a line for an event. The text of Terraform Cloud also contains advice for people who use `-target`
 * themselves.
 */
function isAboutChanges({ type, '@message': message }: ApplyEvent): boolean {
  return type !== 'log' || /^\S+\.\S+: |^https:/.test(message.trim());
}

/** Whether a change is done. Terraform Cloud sends lines of text. */
function isCompletion({ type, '@message': message }: ApplyEvent): boolean {
  return type === 'apply_complete' || (type === 'log' && /: (Destruction|Modifications) complete/.test(message));
}
