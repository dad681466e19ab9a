import { type Environment, hasPrivateSubnets } from '../environment';
import { databaseChecks } from './database-checks';
import { failedChecks, type SettingsProblem } from './settings-problem';

const privateTiers =
  "a network of the kind 'dedicated' with privateSubnets and nat, and an ingress of the kind 'load-balanced'";

/** What is for private subnets only, and what is wrong with the database there. The types keep the first ones out. */
export function privateProblems({ network, ingress, compute, profiles }: Environment): SettingsProblem[] {
  const isPrivate = hasPrivateSubnets({ network });
  return failedChecks([
    {
      field: 'ingress.kind',
      value: ingress.kind,
      allowed: !isPrivate || ingress.kind === 'load-balanced',
      remedy: "Use 'load-balanced': nobody reaches tasks in private subnets otherwise.",
    },
    {
      field: 'compute.kind',
      value: compute.kind,
      allowed: isPrivate || compute.kind === 'fargate',
      remedy: `Use 'fargate', or give ${privateTiers}: tasks on EC2 get no public address.`,
    },
    {
      field: 'profiles',
      value: profiles,
      allowed: isPrivate || profiles === undefined,
      remedy: `The database needs ${privateTiers}, with a domain or plainHttp: 'accepted'. Add what is missing, or remove profiles.`,
    },
    ...(profiles ? databaseChecks(profiles.database) : []),
  ]);
}
