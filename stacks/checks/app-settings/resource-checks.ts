import type { Environment } from '../../environment';
import type { AppResourceReference } from '../../settings/resource-reference';
import { malformedFields } from '../malformed-fields';
import { failedChecks, type SettingsProblem } from '../settings-problem';

/**
 * The maximum length of a name in `resources`. In AWS, a hash may replace the end of a longer name, so the name would not match its pattern
 * in the bootstrap's policies.
 */
const maxNameLength = 24;

/** Returns the problems with the resources that an environment adds, and with the variables that refer to them. */
export function resourceProblems({ resources = {}, app = {} }: Environment): SettingsProblem[] {
  const named = failedChecks(
    Object.entries(resources).map(([name, value]) => ({
      field: `resources.${name}`,
      value,
      statement: 'has an invalid name',
      allowed: isName(name),
      remedy: `Use a name of 1 to ${maxNameLength} lower-case letters, digits and single hyphens, starting with a letter.`,
    })),
  );
  const malformed = Object.entries(resources).flatMap(
    ([
      name,
      {
        description: { kind, settings, shape },
      },
    ]) =>
      malformedFields(shape, settings, `stacks/app-resources/${kind}.ts`).map((problem) => ({
        ...problem,
        field: `resources.${name}.${problem.field}`,
      })),
  );
  const dangling = Object.entries(app.environment ?? {}).flatMap(([name, value]) =>
    typeof value === 'object' && value.kind === 'resource'
      ? referenceProblems(`app.environment.${name}`, value, resources)
      : [],
  );
  return [...named, ...malformed, ...dangling];
}

function isName(name: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= maxNameLength;
}

function referenceProblems(
  field: string,
  { resource, ofKind, attribute }: AppResourceReference,
  resources: NonNullable<Environment['resources']>,
): SettingsProblem[] {
  const found = resources[resource]?.description;
  if (found?.kind === ofKind) {
    const allowed = found.attributes.includes(attribute);
    return failedChecks([{ field, value: attribute, allowed, remedy: `Use ${found.attributes.join(' or ')}.` }]);
  }
  const what = found
    ? `resources.${resource} is a ${found.kind}, not a ${ofKind}.`
    : `There is no ${ofKind} with this name.`;
  return [{ field, value: resource, remedy: `${what} ${danglingRemedy(resource, ofKind, resources)}` }];
}

/** Returns the remedy for a reference to a resource that does not exist. The remedy suggests only allowed names. */
function danglingRemedy(resource: string, ofKind: string, resources: NonNullable<Environment['resources']>): string {
  const ofThisKind = Object.keys(resources).filter((name) => resources[name]?.description.kind === ofKind);
  const names = ofThisKind.filter(isName);
  if (names.length > 0) return `Use ${names.join(' or ')}, or add another ${ofKind} to resources.`;
  if (ofThisKind.length > 0) return `Correct the name of resources.${ofThisKind[0]}, and use it here.`;
  return isName(resource)
    ? `Add it: resources: { ${resource}: ${ofKind}() }.`
    : `Add a ${ofKind} to resources, and use its name here.`;
}
