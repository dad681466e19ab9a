import { type DatabaseSettings, type Environment, hasPrivateSubnets } from '../environment';
import { type Check, type Problem, refused } from './problem';
import { isWholeNumber } from './whole-number';

const privateTiers =
  "a network of the kind 'dedicated' with privateSubnets and nat, and an ingress of the kind 'load-balanced'";

/** What is for private subnets only, and what is wrong with the database there. The types keep the first ones out. */
export function privateProblems({ network, ingress, compute, profiles }: Environment): Problem[] {
  const isPrivate = hasPrivateSubnets({ network });
  return refused([
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
      remedy: `The database needs ${privateTiers}, with a domain or plainHttp: 'accepted'. Give both, or leave it out.`,
    },
    ...(profiles ? databaseChecks(profiles.database) : []),
  ]);
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html: gp3, and what it may grow to. */
function databaseChecks({ instanceClass, storageGiB, maxStorageGiB }: DatabaseSettings): Check[] {
  const most = 65_536;
  const isStorage = isWholeNumber(storageGiB, 20, most);
  const least = Math.ceil(((isStorage ? storageGiB : 20) * 11) / 10);
  return [
    {
      field: 'profiles.database.instanceClass',
      value: instanceClass,
      allowed: /^db\.[a-z0-9-]+\.[a-z0-9-]+$/.test(instanceClass),
      remedy: 'Write a class of RDS instances, for example db.t4g.micro.',
    },
    {
      field: 'profiles.database.storageGiB',
      value: storageGiB,
      allowed: isStorage,
      remedy: `Use a whole number from 20 to ${most}.`,
    },
    {
      field: 'profiles.database.maxStorageGiB',
      value: maxStorageGiB,
      allowed: isWholeNumber(maxStorageGiB, least, most),
      remedy: `Use a whole number from ${least}, a tenth above storageGiB, to ${most}.`,
    },
  ];
}
