import { existsSync } from 'node:fs';
import { toUserError } from '../aws/aws-error';
import { type AwsClients, createAwsClients } from '../aws/clients';
import { isCi } from '../console/terminal';
import type { SourceVersion } from '../image/source-version';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';

/** The identity of the AWS credentials. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks AWS for the identity of the credentials.
 * @throws UserError if there are no credentials, or if they have expired
 */
export async function readCaller(aws: AwsClients): Promise<Caller> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  try {
    const { Account: account = '', Arn: arn = '' } = await (await aws.sts()).send(new GetCallerIdentityCommand({}));
    return { account, arn };
  } catch (error) {
    throw toUserError(error, 'look up the account of the credentials (sts:GetCallerIdentity)');
  }
}

/** Whether the credentials are for an account in which the environment may be deployed. */
export function belongsTo({ accounts }: Pick<SynthesizedEnvironment, 'accounts'>, { account }: Caller): boolean {
  return accounts.length === 0 || accounts.includes(account);
}

/** Checks the account of the credentials. @throws UserError if the environment belongs to another account */
export function assertAccount(environment: SynthesizedEnvironment, caller: Caller): void {
  if (belongsTo(environment, caller)) return;
  const { name, accounts } = environment;
  const { account, arn } = caller;
  throw new UserError(
    `Your credentials (${arn}) are for the account ${account}, but ${name} belongs to ${accounts.join(', ')}. Choose other credentials, for example with AWS_PROFILE, or change \`account\` in environments/${name}.ts.`,
  );
}

/**
 * Checks the credentials, and creates the AWS clients of an environment.
 * @throws UserError if the credentials are missing, have expired, or are for an account in which the environment may
 * not be deployed
 */
export async function logIn(environment: SynthesizedEnvironment): Promise<AwsClients> {
  const aws = createAwsClients(environment.region);
  assertAccount(environment, await readCaller(aws));
  return aws;
}

/**
 * Returns a warning if uncommitted changes would be deployed, or if the folder is not a git repository.
 * @returns undefined if there is nothing to warn about
 * @throws UserError instead of returning a warning, with `--clean` or in CI
 */
export function dirtyTreeWarning({ changedFiles, version, commit }: SourceVersion, clean: boolean): string | undefined {
  if (commit === null) {
    const problem = 'This folder is not a git repository with a commit (`git rev-parse HEAD` fails)';
    if (!clean && !isCi()) return `${problem}, so the version is a hash of the files: ${version}.`;
    throw new UserError(
      `${problem}, so there may be uncommitted changes. Deploy from a clone of the repository, or deploy outside CI without --clean.`,
    );
  }
  if (changedFiles.length === 0) return undefined;
  const files = `${changedFiles.slice(0, 5).join(', ')}${changedFiles.length > 5 ? ` and ${changedFiles.length - 5} more` : ''}`;
  if (clean || isCi())
    throw new UserError(`There are uncommitted changes: ${files}. Commit them, or deploy outside CI without --clean.`);
  return `Uncommitted changes are deployed too: ${files}. The version is ${version}.`;
}

/**
 * Checks that a deployment in CI does not keep its state in a file. The machine is discarded after the run, so the next
 * run would create everything again.
 * @throws UserError in CI if the state is local and its file does not exist
 */
export function assertSharedState({ name, state }: Pick<SynthesizedEnvironment, 'name' | 'state'>): void {
  if (!isCi() || state !== 'local' || existsSync(`terraform.${name}.tfstate`)) return;
  throw new UserError(
    `The state of ${name} is stored in a local file, which is lost when this CI run ends. Choose a shared state (docs/state.md), or deploy from your own machine.`,
  );
}

/**
 * Checks that the app has entries if `smoke` is set, because `--smoke` stores an entry.
 * @throws UserError if the app is not the shipped one
 */
export function assertSmokeTestable(
  { name, ownContainer }: Pick<SynthesizedEnvironment, 'name' | 'ownContainer'>,
  { smoke }: { readonly smoke: boolean },
): void {
  if (!smoke || ownContainer === undefined) return;
  throw new UserError(
    `--smoke stores an entry, and only the shipped app has entries. environments/${name}.ts has its own container (app.container). Run the command again without --smoke.`,
  );
}
