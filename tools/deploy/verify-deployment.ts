import { colors } from '../console/terminal';
import { UserError } from '../shared/user-error';
import { findAddresses } from './address';
import type { CommandRun } from './command-run';
import type { DeployedEnvironment } from './deployed-environment';
import { verify } from './verification';

export interface VerifyDeploymentProps extends DeployedEnvironment, CommandRun {
  readonly version: string;
  /** Whether to store an entry as part of the check. */
  readonly smoke: boolean;
  /** How long to wait for the version, in milliseconds. @default 60 s */
  readonly timeoutMs?: number | undefined;
}

/**
 * Checks at the public address, as a separate step, that a version responds. An address that this machine cannot reach
 * is reported, but is not a failure.
 * @returns the address, or an empty string if there is none
 * @throws UserError if something else responds
 */
export async function verifyDeployment(props: VerifyDeploymentProps): Promise<string> {
  const { environment, terraform, aws, steps, stop, version, smoke, timeoutMs } = props;
  const [address] = await findAddresses(environment, await terraform.outputs(), aws);
  if (address === undefined) {
    steps.line(colors.yellow('No running task has a public address, so nothing was checked there.'));
    return '';
  }
  const verdict = await steps.run(`Check ${address}`, async (report) => {
    const found = await verify({ address, version, smoke, report, stop, timeoutMs });
    if (found.kind !== 'wrong') return found;
    throw new UserError(
      `${address}: ${found.reason}. The deployment is complete in ECS, but the app does not respond as it should. For details: npm run status ${environment.name}, npm run logs ${environment.name}`,
    );
  });
  if (verdict.kind === 'unreachable') {
    steps.line(colors.yellow(`${verdict.reason}. ECS reports that the deployment is healthy.`));
  }
  steps.line(`\n${colors.bold(address)}`);
  return address;
}
