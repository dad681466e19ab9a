import path from 'node:path';
import { expiredCredentials } from '../aws/aws-error';
import type { StateKind } from '../shared/state-kind';
import { UserError } from '../shared/user-error';
import { explainCloudError } from './cloud-error';

/** The folder of the stack, and the type of backend that stores the state. */
interface Place {
  readonly folder: string;
  readonly state: StateKind;
}

/**
 * Explains an error of Terraform if its cause does not depend on the command.
 * @param error what Terraform printed
 * @returns undefined for other errors, because Terraform's own message explains them best
 */
export function explainError(error: string, place: Place): string | undefined {
  return explainStartError(error, place) ?? expiredCredentials(error) ?? missingSecretsMessage(error, place);
}

/** Explains an error that occurs before Terraform begins to plan or to apply. @see explainError */
export function explainStartError(error: string, place: Place): string | undefined {
  return (
    lockMessage(error, place) ??
    staleMessage(error) ??
    versionControlMessage(error) ??
    (place.state === 'cloud' ? explainCloudError(error, place.folder) : undefined)
  );
}

/** Explains that the state has changed since the plan: Terraform applies a plan only to the state for which the plan was made. */
function staleMessage(error: string): string | undefined {
  if (!/saved plan (file )?is stale|saved plan does not match/i.test(error)) return undefined;
  return 'The state has changed since the plan was made, so Terraform rejects the plan. No changes were applied. Create a new plan.';
}

/** Whether a plan failed because parameters or secrets in `app.secrets` do not exist. */
export function isAboutSecrets(error: unknown): boolean {
  return error instanceof UserError && error.message.includes(secretsField);
}

const secretsField = 'app.secrets.';

/** Lists the entries of `app.secrets` whose parameter or secret does not exist. Returns undefined if there is also another error. */
function missingSecretsMessage(text: string, { folder }: Place): string | undefined {
  const errors = text
    .replace(/[│╷╵\s]+/g, ' ')
    .split(/ ?Error: /)
    .slice(1);
  const lines = errors.flatMap((error) => {
    const [, variable] =
      /with (?:ephemeral\.aws_ssm_parameter|data\.aws_secretsmanager_secret)\.app_secret_(\w+)/.exec(error) ?? [];
    const [, name] = /\((?:"arn:\S+?:parameter)?([\w/+=.@:-]+)"?\): couldn't find resource/.exec(error) ?? [];
    if (variable === undefined || name === undefined) return [];
    return `${secretsField}${variable}: ${name} does not exist. To create it: npm run secret ${path.basename(folder)} ${variable}`;
  });
  return lines.length > 0 && lines.length === errors.length ? lines.join('\n') : undefined;
}

/** Says who holds the state lock, since when, and what to do. Returns undefined for other errors. */
function lockMessage(error: string, { folder, state }: Place): string | undefined {
  if (!/acquiring the state lock/i.test(error)) return undefined;
  const field = (name: string) => new RegExp(`\\b${name}:[ \\t]+(.+)`).exec(error)?.[1]?.trim();
  const holder =
    state === 'cloud'
      ? holderInCloud(error)
      : `${field('Who') ?? 'Another command'} has held the state lock since ${time(field('Created'))} (${operation(field('Operation'))})`;
  return `${holder}. Run the command again when the lock is released, or run it with -- --wait to wait for that. ${remedy({ folder, state }, error, field('ID'))}`;
}

/**
 * Says who holds the lock of a workspace. Terraform prints the user of this command instead of the holder, so the
 * message refers to the page of the workspace.
 */
function holderInCloud(error: string): string {
  const workspace = workspaceIn(error);
  if (workspace === undefined) return 'Somebody holds the lock of the workspace';
  const [organization, name] = workspace.split('/');
  return `Somebody holds the lock of the workspace ${workspace}; https://app.terraform.io/app/${organization}/workspaces/${name} shows who and since when`;
}

function workspaceIn(error: string): string | undefined {
  return /lock ID: "([^"]+)"/.exec(error)?.[1];
}

function remedy({ folder, state }: Place, error: string, id = '<id>'): string {
  // With a local state, the operating system releases the lock when the process that holds it ends. Terraform cannot
  // release the lock of another process.
  if (state === 'local') return 'The lock is released when the process that holds it exits.';
  const lock = state === 'cloud' ? (workspaceIn(error) ?? '<organization>/<workspace>') : id;
  return `If the holder is no longer running, remove the lock: terraform -chdir=${folder} force-unlock ${lock}`;
}

/** Formats a timestamp such as `2026-11-29 10:31:13.487 +0000 UTC` as `2026-11-29 10:31:13 UTC`. */
function time(created = 'an unknown time'): string {
  return created.replace(/\.\d+ \+0000/, '').replace(' +0000', '');
}

/** Formats the name of an operation, such as `OperationTypeApply`, as `apply`. */
function operation(type = 'an unknown operation'): string {
  return type.replace(/^OperationType/, '').toLowerCase();
}

/** Explains that the workspace is connected to a repository, because Terraform Cloud then rejects `terraform` commands for it. */
function versionControlMessage(error: string): string | undefined {
  if (!/VCS connection|connected to a VCS repository/i.test(error)) return undefined;
  return 'This workspace of Terraform Cloud is connected to a version control repository, so it would start runs before the stack is synthesized. In the settings of the workspace, choose the CLI-driven workflow.';
}

/** Formats the errors of an apply as an indented list, with one line for each error. */
export function formatErrors(errors: readonly string[]): string {
  return errors.map((error) => `  ${error.trim().replace(/\s*\n\s*/g, ' ')}`).join('\n');
}
