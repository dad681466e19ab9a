import type { CommandRun } from '../console/command-run';
import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { describeLimit, findAddresses } from '../live/address';
import type { DeployedEnvironment } from '../live/deployed-environment';
import { describeDns, dnsRecordOf, type Resolver, readDnsState } from '../live/dns-record';
import { UserError } from '../shared/user-error';
import { verifyAddress } from './verify-address';

export interface VerifyDeploymentProps extends DeployedEnvironment, CommandRun {
  readonly version: string;
  /** Whether to store an entry as part of the check. */
  readonly smoke: boolean;
  /** How long to wait for the new version, in milliseconds. @default 60 s */
  readonly timeoutMs?: number | undefined;
  /** Answers the DNS queries of the check. @default the DNS servers of this machine */
  readonly resolver?: Resolver;
}

/**
 * Checks, as a separate step, that a version responds at the public address.
 * Prints a warning instead of failing if this machine cannot reach the address, or if the domain does not resolve to the
 * load balancer.
 * @returns the address; an empty string if there is none
 * @throws UserError if another version responds, or if the app responds with an error
 */
export async function verifyDeployment(props: VerifyDeploymentProps): Promise<string> {
  const { environment, terraform, aws, steps, stop, version, smoke, timeoutMs, resolver } = props;
  const outputs = await terraform.outputs();
  const [address] = await findAddresses(environment, outputs, aws);
  if (address === undefined) {
    steps.line(colors.yellow('No running task has a public address, so the check at the public address was skipped.'));
    return '';
  }
  const limit = describeLimit(outputs);
  const record = dnsRecordOf(outputs);
  const dns = record ? await readDnsState(record, resolver) : 'right';
  if (dns !== 'missing') {
    const verdict = await steps.run(`Check ${address}`, async (report) => {
      const ownHealthPath = environment.ownContainer?.healthPath;
      const isLimited = limit !== undefined;
      const found = await verifyAddress({ address, ownHealthPath, version, smoke, report, stop, timeoutMs, isLimited });
      // If the domain resolves to another server, that server may have sent the wrong response while the app is healthy.
      if (found.kind !== 'wrong' || dns !== 'right') return found;
      throw new UserError(
        `${address}: ${found.reason}. The deployment is complete in ECS, but the app does not respond as it should. For details: npm run status ${environment.name} or npm run logs ${environment.name}`,
      );
    });
    if (verdict.kind === 'verified') return showAddress(steps, address);
    steps.line(colors.yellow(`${verdict.reason}. ECS reports that the deployment is healthy.`));
    if (limit !== undefined && verdict.kind === 'unreachable') steps.line(colors.yellow(limit));
  }
  if (record && dns !== 'right') steps.line(colors.yellow(`${describeDns(record, dns)}.`));
  return showAddress(steps, address);
}

function showAddress(steps: Steps, address: string): string {
  steps.line(`\n${colors.bold(address)}`);
  return address;
}
