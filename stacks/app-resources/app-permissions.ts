import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { ResourceActions, ResourceDescription } from './app-resource';

/** A resource that the environment's file adds. */
export interface AddedResource {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  /** The name of the resource in the environment's file. */
  readonly part: string;
  readonly description: ResourceDescription;
}

/** Returns the resources that the environment's file adds. */
export function addedResources(environment: Environment, accountId: string): AddedResource[] {
  return Object.entries(environment.resources ?? {}).map(([part, { description }]) => ({
    environment,
    accountId,
    part,
    description,
  }));
}

/** Returns the name of an added resource in AWS. */
export function nameOf({ environment, accountId, part, description }: AddedResource): string {
  return description.name(environment, `${part}-${description.kind}`, accountId);
}

/**
 * Returns the permissions of the app on the resources that the environment's file adds. Resources with the same actions share one
 * permission, because IAM limits the size of policies.
 */
export function appPermissions(environment: Environment, accountId: string): Permission[] {
  const all = addedResources(environment, accountId).flatMap((added) =>
    permissionsFor(added.description.appActions, [arnOf(added)]),
  );
  const merged = new Map<string, Permission>();
  for (const { actions, resources } of all) {
    const key = actions.join();
    merged.set(key, { actions, resources: [...new Set([...(merged.get(key)?.resources ?? []), ...resources])] });
  }
  return [...merged.values()];
}

/**
 * Returns the ARN of an added resource. For previews, the ARN is a pattern that covers all added resources of the same kind, because a hash
 * may replace the end of a long name.
 */
function arnOf(added: AddedResource): string {
  const { environment, accountId, description } = added;
  const isPattern = environment.name.includes('*');
  const name = isPattern ? description.name(environment, '*', accountId) : nameOf(added);
  return description.arn(name, { region: environment.region, accountId });
}

function permissionsFor(actions: readonly ResourceActions[], arns: readonly string[]): Permission[] {
  return actions.map(({ actions, suffix = '' }) => ({ actions, resources: arns.map((arn) => `${arn}${suffix}`) }));
}
