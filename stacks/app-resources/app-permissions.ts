import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { AppResource, ResourceActions } from './app-resource';

/** Returns the name of an added resource in AWS. */
export function nameOf(
  environment: Environment,
  part: string,
  { description }: AppResource,
  accountId: string,
): string {
  return description.name(environment, `${part}-${description.kind}`, accountId);
}

/**
 * Returns the permissions of the app on the resources that the environment's file adds. IAM limits their size, so the same actions are
 * listed once.
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

/** The name of a preview is a pattern, and a hash may replace the end of a name. So one pattern covers all names of previews. */
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
