import type { EcsServiceTimeouts } from '@cdktf/provider-aws/lib/ecs-service';
import type { Environment } from '../environment';
import { deploymentRounds } from '../hosts/host-capacity';
import { deploymentMinutes } from './deployment-time';

/** Extra time in minutes for new hosts, the first migration and delays of AWS. */
const allowanceMinutes = 15;

/**
 * How long ECS watches the alarms that roll back a deployment, in minutes. ECS calculates this time from the periods of the alarms: five
 * periods of one minute. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 */
const alarmMinutes = 6;

/** The default of the AWS provider. */
const defaultMinutes = 20;

/** The minimum with profiles: a new host, a migration and the longest upload each take minutes. */
const minutesWithProfiles = 40;

/**
 * The time that Terraform waits for a deployment. If a deployment takes longer, the apply fails although ECS continues, and the next apply
 * deploys the previous image.
 *
 * @returns undefined for the default of the AWS provider
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
