import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { AppResource, ResourceActions } from './app-resource';

/**
 * Returns the name in AWS of a resource that the environment's file adds.
 * @param part the name of the resource in the environment's file
 */
export function nameOf(
  environment: Environment,
  part: string,
  { description }: AppResource,
  accountId: string,
): string {
  return description.name(environment, `${part}-${description.kind}`, accountId);
}

/**
 * Returns the permissions of the app on the resources that the environment's file adds. Resources with the same actions share one
 * permission, because IAM limits the size of policies.
 */
export function appPermissions(environment: Environment, accountId: string): Permission[] {
  const all = Object.entries(environment.resources ?? {}).flatMap(([part, added]) =>
    permissionsFor(added.description.appActions, [arnOf(environment, part, added, accountId)]),
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
function arnOf(environment: Environment, part: string, added: AppResource, accountId: string): string {
  const isPattern = environment.name.includes('*');
  const name = isPattern
    ? added.description.name(environment, '*', accountId)
    : nameOf(environment, part, added, accountId);
  return arnOfName(name, environment, added, accountId);
}

function arnOfName(name: string, { region }: Environment, { description }: AppResource, accountId: string): string {
  return description.arn(name, { region, accountId });
}

function permissionsFor(actions: readonly ResourceActions[], arns: readonly string[]): Permission[] {
  return actions.map(({ actions, suffix = '' }) => ({ actions, resources: arns.map((arn) => `${arn}${suffix}`) }));
}
