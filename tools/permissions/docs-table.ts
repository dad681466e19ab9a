import { changePoliciesOf, type Policies, readPoliciesOf, type Statement } from '@eight-digit/aws-permissions';
import { readOwner } from './read-owner';

/** The page of the documentation that contains the table. */
export const docsPage = 'docs/permissions.md';

/** Returns a Markdown table of the actions that the deploy role of an environment may call, with a row for each AWS service. */
export function permissionsTable(document: unknown): string {
  const owner = readOwner(document);
  const { project, name, prefix } = owner;
  const allowed = (policies: Policies) =>
    Object.values(policies)
      .flat()
      .filter(({ Effect }) => Effect === 'Allow');
  const read = allowed(readPoliciesOf(owner));
  const all = [...read, ...allowed(changePoliciesOf(owner))];
  const names = [prefix, `/${project}/${name}/`];
  const services = [...new Set(actionsOf(all).map(serviceOf))].sort();
  const rows = services.map((service) => {
    const isOfService = (action: string) => serviceOf(action) === service;
    const reads = actionsOf(read).filter(isOfService);
    const changes = actionsOf(all).filter((action) => isOfService(action) && !reads.includes(action));
    const limits = [limitsInWords(read, names, isOfService), limitsInWords(all, names, (one) => changes.includes(one))];
    return `| \`${service}\` | ${reads.length} | ${changes.length} | ${limits.join(' | ')} |`;
  });
  return [
    '| service | reads | changes | reads limited by | changes limited by |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Replaces the table of an environment in a page. @returns undefined if the page contains no table of this environment */
export function replaceTable(page: string, environment: string, table: string): string | undefined {
  const pattern = tablePattern(environment);
  return pattern.test(page) ? page.replace(pattern, (_all, start: string) => `${start}${table}`) : undefined;
}

/** Returns the table of an environment in a page; undefined if the page contains no such table. */
export function tableIn(page: string, environment: string): string | undefined {
  return tablePattern(environment).exec(page)?.[2];
}

function tablePattern(environment: string): RegExp {
  return new RegExp(`(<!-- permissions ${environment} -->\\n\\n)((?:\\|.*\\n)+)`);
}

function actionsOf(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))];
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

/**
 * Describes in words how IAM policies limit actions.
 * @param isMeant whether to include an action in the description
 */
function limitsInWords(
  statements: readonly Statement[],
  names: readonly string[],
  isMeant: (action: string) => boolean,
): string {
  const found = statements
    .filter(({ Action }) => Action.some(isMeant))
    .flatMap((statement) => limitsOf(statement, names));
  return [...new Set(found)].sort().join('; ') || '-';
}

function limitsOf({ Resource, Condition = {} }: Statement, names: readonly string[]): string[] {
  const keys = JSON.stringify(Condition);
  if (keys.includes('aws:RequestTag/')) return ['tags of new resources'];
  if (keys.includes('aws:ResourceTag/')) return ['tags'];
  return Resource.map((resource) => {
    if (resource === '*') return 'nothing (AWS does not support resource-level permissions)';
    if (names.some((name) => resource.includes(name)) || !resource.includes('*')) return 'names';
    return keys === '{}' ? 'type' : 'condition';
  });
}
