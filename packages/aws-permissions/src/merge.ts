import type { Statement } from './statement';

/** Merges statements that differ only in their resources, and removes duplicate resources, because IAM limits the size of a policy. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { Resource: _resource, ...rest } = statement;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, Resource: [...new Set(group.flatMap(({ Resource }) => Resource))] }] : [];
  });
}
