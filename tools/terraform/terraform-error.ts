import path from 'node:path';
import { expiredCredentials } from '../aws/aws-error';
import type { StateKind } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { explainCloudError } from './cloud-error';

/** The folder and the state of the command. */
interface Place {
  readonly folder: string;
  readonly state: StateKind;
}

/**
 * Explains an error of Terraform that has the same remedy in every command.
 * @param error what Terraform printed
 * @returns undefined for other errors, because Terraform's own message explains them best
 */
export function explainError(error: string, place: Place): string | undefined {
  return explainStartError(error, place) ?? expiredCredentials(error) ?? missingSecretsMessage(error, place);
}

/** Explains an error that occurs before Terraform starts its work. @see explainError */
export function explainStartError(error: string, place: Place): string | undefined {
  return (
    lockMessage(error, place) ??
    staleMessage(error) ??
    versionControlMessage(error) ??
    (place.state === 'cloud' ? explainCloudError(error, place.folder) : undefined)
  );
}

/** Terraform applies a plan only to the state for which it was made. */
function staleMessage(error: string): string | undefined {
  if (!/saved plan (file )?is stale|saved plan does not match/i.test(error)) return undefined;
  return 'The state has changed since the plan was made, so Terraform rejects the plan. No changes were applied. Create a new plan.';
}

/** Whether a plan failed because of parameters or secrets of the app, which do not exist or have another key. */
export function isAboutSecrets(error: unknown): boolean {
  return error instanceof UserError && error.message.includes(secretsField);
}

const secretsField = 'app.secrets.';

/** Names the secret variables of the app whose parameter or secret does not exist, if there is no other error. */
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

/** Names the holder of the state lock. */
function lockMessage(error: string, { folder, state }: Place): string | undefined {
  if (!/acquiring the state lock/i.test(error)) return undefined;
  const field = (name: string) => new RegExp(`\\b${name}:[ \\t]+(.+)`).exec(error)?.[1]?.trim();
  const holder =
    state === 'cloud'
      ? holderInCloud(error)
      : `${field('Who') ?? 'Another command'} has held the state lock since ${time(field('Created'))} (${operation(field('Operation'))})`;
  return `${holder}. Run the command again when that has ended, or let it wait with -- --wait. ${remedy({ folder, state }, error, field('ID'))}`;
}

/** Terraform prints the caller as the holder, so only the page of the workspace shows the real one. */
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
  // The operating system releases a file lock when its process ends, and Terraform cannot release the lock of another
  // process.
  if (state === 'local') return 'The lock is released when the process that holds it exits.';
  const lock = state === 'cloud' ? (workspaceIn(error) ?? '<organization>/<workspace>') : id;
  return `If it no longer runs, remove the lock: terraform -chdir=${folder} force-unlock ${lock}`;
}

/** Formats `2026-11-29 10:31:13.487 +0000 UTC` without fractions. */
function time(created = 'an unknown time'): string {
  return created.replace(/\.\d+ \+0000/, '').replace(' +0000', '');
}

/** Formats `OperationTypeApply` as `apply`. */
function operation(type = 'an unknown operation'): string {
  return type.replace(/^OperationType/, '').toLowerCase();
}

/** Terraform Cloud rejects commands for a workspace that is connected to a repository. */
function versionControlMessage(error: string): string | undefined {
  if (!/VCS connection|connected to a VCS repository/i.test(error)) return undefined;
  return 'This workspace of Terraform Cloud is connected to a version control repository, so its runs would start without a synthesis. In its settings, choose the CLI-driven workflow.';
}

/** Returns the errors of an apply as a list: one line for each. */
export function formatErrors(errors: readonly string[]): string {
  return errors.map((error) => `  ${error.trim().replace(/\s*\n\s*/g, ' ')}`).join('\n');
}
