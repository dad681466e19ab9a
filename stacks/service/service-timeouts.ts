import type { EcsServiceTimeouts } from '@cdktf/provider-aws/lib/ecs-service';
import type { Environment } from '../environment';
import { deploymentRounds } from '../hosts/host-capacity';
import { deploymentMinutes } from './deployment-time';

/** The time for hosts that start, for the first migration, and for AWS itself. */
const allowanceMinutes = 15;

/** The provider's default. */
const defaultMinutes = 20;

/** With profiles, a host, a migration and the longest upload each take minutes. */
const minutesWithProfiles = 40;

/**
 * How long Terraform waits for the service. If that is less than a deployment takes, the apply fails while ECS continues, and the next
 * apply deploys the image of before.
 *
 * @returns undefined for the provider's default
 */
export function serviceTimeouts({ compute, scale, profiles }: Environment): EcsServiceTimeouts | undefined {
  const rounds = compute.kind === 'ec2' ? deploymentRounds(compute, scale) : 1;
  const needed = deploymentMinutes(rounds, profiles !== undefined) + allowanceMinutes;
  const minutes = Math.max(profiles ? minutesWithProfiles : defaultMinutes, 10 * Math.ceil(needed / 10));
  if (minutes === defaultMinutes) return undefined;
  const timeout = `${minutes}m`;
  return { create: timeout, update: timeout, delete: timeout };
}
