import type { Environment } from '../environment';
import type { Permission } from '../iam/policy';
import type { AppResource, ResourceActions } from './app-resource';

/** The name of an added resource in AWS. */
export function nameOf(
  environment: Environment,
  part: string,
  { description }: AppResource,
  accountId: string,
): string {
  return description.name(environment, `${part}-${description.kind}`, accountId);
}

/** The permissions of the app on the resources that the environment's file adds. IAM limits their size, so the same actions are listed once. */
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

/** The purpose of a role of the bootstrap. */
export type Purpose = 'planActions' | 'deployActions';

/**
 * The permissions to plan, or to change, all resources of the added kinds whose names begin with that of the environment. So the bootstrap
 * does not change with each new resource of a kind.
 * @param environments several only to plan: then the permissions cover all environments of their projects, because IAM limits their size
 */
export function managementPermissions(
  environments: readonly Environment[],
  accountId: string,
  purpose: Purpose,
): Permission[] {
  const added = environments.flatMap((environment) =>
    Object.entries(environment.resources ?? {}).map(([part, resource]) => ({ environment, part, resource })),
  );
  const kinds = new Map(added.map(({ resource }) => [resource.description.kind, resource.description]));
  return [...kinds].flatMap(([kind, description]) => {
    const arns = added
      .filter(({ resource }) => resource.description.kind === kind)
      .map(({ environment, part, resource }) => {
        const owner = environments.length > 1 ? { ...environment, name: '*' } : environment;
        const pattern = arnOfName(description.name(owner, '*', accountId), environment, resource, accountId);
        const exact = arnOf(environment, part, resource, accountId);
        return matches(pattern, exact) ? pattern : exact;
      });
    return permissionsFor(description[purpose], [...new Set(arns)]);
  });
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

/** Whether a pattern matches a text. It has no `*` if a hash has replaced its end. */
function matches(pattern: string, text: string): boolean {
  const [beginning = '', ...parts] = pattern.split('*');
  const end = parts.at(-1);
  return end !== undefined && text.startsWith(beginning) && text.endsWith(end);
}
