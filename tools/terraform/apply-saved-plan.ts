import { UserError } from '../shared/user-error';
import { type ApplyEvent, createLogParser, errorIn, parseApplyEvent } from './apply-event';
import { savedRun } from './saved-run';
import { explainStartError } from './terraform-error';
import type { TerraformRunner, TerraformRunnerProps } from './terraform-runner';
import { errorsInText } from './text-errors';

/**
 * Applies the last plan. When `stop` is aborted, Terraform gets one SIGINT. Terraform, or the run in Terraform Cloud,
 * then completes the changes that it has begun.
 * @returns the errors of Terraform; an empty list if the apply succeeded
 * @throws UserError if the apply could not begin
 */
export async function applySavedPlan(
  terraform: TerraformRunner,
  props: TerraformRunnerProps,
  onEvent: (event: ApplyEvent) => void,
): Promise<readonly string[]> {
  const errors: string[] = [];
  // With the state in Terraform Cloud, the apply may be a remote run, which prints text and no JSON.
  const isText = props.state === 'cloud';
  const remoteRun = isText ? savedRun(terraform, props) : undefined;
  // Without -auto-approve, Terraform would not cancel a remote run after SIGINT.
  const options = isText ? ['-no-color', '-auto-approve'] : ['-json'];
  const command = ['apply', '-input=false', ...options, ...terraform.lockOptions, terraform.planFile];
  const toEvent = isText ? createLogParser() : parseApplyEvent;
  const finished = await terraform.run(command, (line) => {
    terraform.notices.read(line);
    const event = toEvent(line);
    if (event === undefined) return;
    errors.push(...errorIn(event));
    onEvent(event);
  });
  const { exitCode, stdout, stderr } = finished;
  if (remoteRun) {
    const remoteErrors = await remoteRun.errors(finished);
    return remoteErrors.map((error) => explainStartError(error, props) ?? error);
  }
  if (exitCode === 0) return [];
  if (isText) errors.push(...errorsInText(`${stdout}\n${stderr}`));
  const found = errors.length > 0 ? errors : [stderr.trim() || `terraform apply exited with ${exitCode}`];
  for (const error of found) {
    const startError = explainStartError(error, props);
    if (startError !== undefined) throw new UserError(startError);
  }
  return found;
}
