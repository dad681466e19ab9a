import type { EcsServiceTimeouts } from '@cdktf/provider-aws/lib/ecs-service';
import type { Environment } from '../environment';
import { deploymentRounds } from '../hosts/host-capacity';
import { deploymentMinutes } from './deployment-time';

/** Additional minutes for new hosts, the first migration and delays in AWS. */
const allowanceMinutes = 15;

/**
 * The minutes that a deployment takes longer because ECS watches the alarms that can roll it back. ECS derives this time from the alarms,
 * but AWS does not document the formula. The alarms evaluate five periods of one minute, and one minute is added as a margin.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
const alarmMinutes = 6;

/** The default timeout of the AWS provider for an ECS service, in minutes. */
const defaultMinutes = 20;

/** The minimum timeout with profiles, in minutes: a new host, a migration and the longest upload can each take minutes. */
const minutesWithProfiles = 40;

/**
 * Returns how long Terraform waits for a deployment. If a deployment takes longer, the apply fails although ECS continues, and the next
 * apply deploys the previous image.
 * @returns undefined if the default of the AWS provider is enough
 */
export function serviceTimeouts({
  compute,
  scale,
  profiles,
  monitoring,
  ingress,
}: Environment): EcsServiceTimeouts | undefined {
  const rounds = compute.kind === 'ec2' ? deploymentRounds(compute, scale) : 1;
  const watched = monitoring && ingress.kind === 'load-balanced' ? alarmMinutes : 0;
  const needed = deploymentMinutes(rounds, profiles !== undefined) + watched + allowanceMinutes;
  const minutes = Math.max(profiles ? minutesWithProfiles : defaultMinutes, 10 * Math.ceil(needed / 10));
  if (minutes === defaultMinutes) return undefined;
  const timeout = `${minutes}m`;
  return { create: timeout, update: timeout, delete: timeout };
}
