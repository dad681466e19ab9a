import type { Environment } from '../../environment';
import { hasPrivateSubnets } from '../../settings/network-settings';
import { failedChecks, type SettingsProblem } from '../settings-problem';

const privateTiers =
  "a 'load-balanced' ingress and private subnets (a 'dedicated' network with privateSubnets and nat, or an 'existing' one with privateSubnetIds)";

/** Returns the problems with settings that depend on private subnets. The compiler also rejects such settings. */
export function privateSubnetProblems({ network, ingress, compute, profiles }: Environment): SettingsProblem[] {
  const isPrivate = hasPrivateSubnets({ network });
  return failedChecks([
    {
      field: 'ingress.kind',
      value: ingress.kind,
      allowed: !isPrivate || ingress.kind === 'load-balanced',
      remedy: "Use 'load-balanced': only a load balancer can reach tasks in private subnets.",
    },
    {
      field: 'compute.kind',
      value: compute.kind,
      allowed: isPrivate || compute.kind === 'fargate',
      remedy: `Tasks on EC2 have no public address. Use 'fargate', or ${privateTiers}.`,
    },
    {
      field: 'profiles',
      value: profiles,
      allowed: isPrivate || profiles === undefined,
      remedy: `Profiles need ${privateTiers}, and cdn, a domain or plainHttp: 'accepted'. Add these settings, or remove profiles.`,
    },
  ]);
}
