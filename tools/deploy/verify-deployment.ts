import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { describeLimit, findAddresses } from '../deployed/address';
import type { DeployedEnvironment } from '../deployed/deployed-environment';
import { describeDns, dnsRecordOf, type Resolver, readDnsState } from '../deployed/dns-record';
import { UserError } from '../shared/user-error';
import type { CommandRun } from './command-run';
import { verify } from './verification';

export interface VerifyDeploymentProps extends DeployedEnvironment, CommandRun {
  readonly version: string;
  /** Whether to store an entry as part of the check. */
  readonly smoke: boolean;
  /** How long to wait for the version, in milliseconds. @default 60 s */
  readonly timeoutMs?: number | undefined;
  /** @default the DNS servers of this machine */
  readonly resolver?: Resolver;
}

/**
 * Checks at the public address, as a separate step, that a version responds. If this machine cannot reach the address, or if the domain
 * does not resolve to the load balancer, this is reported, but is not a failure.
 * @returns the address, or an empty string if there is none
 * @throws UserError if something else responds
 */
export async function verifyDeployment(props: VerifyDeploymentProps): Promise<string> {
  const { environment, terraform, aws, steps, stop, version, smoke, timeoutMs, resolver } = props;
  const outputs = await terraform.outputs();
  const [address] = await findAddresses(environment, outputs, aws);
  if (address === undefined) {
    steps.line(colors.yellow('No running task has a public address, so nothing was checked there.'));
    return '';
  }
  const limit = describeLimit(outputs);
  const record = dnsRecordOf(outputs);
  const dns = record ? await readDnsState(record, resolver) : 'right';
  if (dns !== 'missing') {
    const verdict = await steps.run(`Check ${address}`, async (report) => {
      const ownHealthPath = environment.ownContainer?.healthPath;
      const isLimited = limit !== undefined;
      const found = await verify({ address, ownHealthPath, version, smoke, report, stop, timeoutMs, isLimited });
      // Another server may still have the name.
      if (found.kind !== 'wrong' || dns !== 'right') return found;
      throw new UserError(
        `${address}: ${found.reason}. The deployment is complete in ECS, but the app does not respond as it should. For details: npm run status ${environment.name}, npm run logs ${environment.name}`,
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
