import { distance } from 'fastest-levenshtein';
import { imageVariables, migrateVariables, profilesVariables, variables } from '../../contract';
import type { AppSettings } from '../environment';
import type { SettingsProblem } from './settings-problem';

const maxLength = 128;

/** The environment variables that `app/settings.ts` and `migrate.js` read. */
const settings: readonly string[] = Object.values({
  ...variables,
  ...imageVariables,
  ...profilesVariables,
  ...migrateVariables,
});

/** The fields that set variables of the app. The stacks set most of the variables that are not listed here. */
const fields: Readonly<Record<string, string>> = {
  [variables.allowedOrigins]: 'app.allowedOrigins',
  [variables.postsPerMinute]: 'app.postsPerMinute',
  [variables.table]: 'table.name',
  [variables.region]: 'region',
  [variables.metricsNamespace]: 'monitoring',
};

/** The problems of the names of variables and secrets. */
export function variableNameProblems({ environment = {}, secrets = {} }: AppSettings): SettingsProblem[] {
  const named = Object.entries({ environment, secrets }).flatMap(([section, variables]) =>
    Object.keys(variables).map((name) => ({ name, field: `app.${section}.${name}` })),
  );
  return named.flatMap(({ name, field }, index) => {
    const earlier = named.slice(0, index).find((other) => other.name.toUpperCase() === name.toUpperCase());
    const remedy = nameRemedy(name) ?? (earlier && `${earlier.field} already has this name. Remove one of them.`);
    return remedy === undefined ? [] : [{ field: 'app', value: field, remedy }];
  });
}

function nameRemedy(name: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return 'Use letters, digits and "_" in the name, not starting with a digit.';
  if (name.length > maxLength) return `The name has ${name.length} characters; use at most ${maxLength}.`;
  if (/^(AWS|ECS)_/i.test(name) && name !== variables.region) {
    return 'Names that begin with AWS_ and ECS_ belong to the AWS SDK and to ECS. Choose another name.';
  }
  const own = settings.find((setting) => resembles(name, setting));
  if (own === undefined) return undefined;
  const setBy = fields[own] ? `Set it with ${fields[own]}` : 'The stacks, the image or the default set it; remove it';
  if (own === name) return `This is a setting of the app itself. ${setBy}.`;
  return `The app's own setting ${own} has almost this name. ${setBy}, or choose another name.`;
}

/** Whether two names differ only in case and `_`, or, in a long name, by one letter. */
function resembles(name: string, setting: string): boolean {
  const [one, other] = [name, setting].map((text) => text.toUpperCase().replaceAll('_', '')) as [string, string];
  return distance(one, other) <= (other.length >= 8 ? 1 : 0);
}
