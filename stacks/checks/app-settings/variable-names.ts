import { distance } from 'fastest-levenshtein';
import { imageVariables, migrateVariables, profilesVariables, variables } from '../../../contract';
import type { Environment } from '../../environment';
import type { SettingsProblem } from '../settings-problem';

const maxLength = 128;

/** The environment variables that `app/settings/` reads. */
const settings: readonly string[] = Object.values({
  ...variables,
  ...imageVariables,
  ...profilesVariables,
  ...migrateVariables,
});

/**
 * The environment settings that determine variables of the app, keyed by variable name. The app's other variables get their values from the
 * stacks, the image or a default.
 */
const fields: Readonly<Record<string, string>> = {
  [variables.allowedOrigins]: 'app.allowedOrigins',
  [variables.postsPerMinute]: 'app.postsPerMinute',
  [variables.table]: 'table.name',
  [variables.region]: 'region',
  [variables.metricsNamespace]: 'monitoring',
};

/** The settings that are needed to check variable names. */
type Names = Pick<Environment, 'app' | 'profiles'>;

/**
 * Returns the path of a variable or secret in the settings, for example `app.environment.PORT`. An invalid name is in brackets, for example
 * `app.environment["a b"]`.
 */
export function variableField(section: string, name: string): string {
  return `app.${section}${/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}`;
}

/** Returns the problems with the names of variables and secrets. */
export function variableNameProblems(names: Names): SettingsProblem[] {
  const { environment = {}, secrets = {} } = names.app ?? {};
  const named = Object.entries({ environment, secrets }).flatMap(([section, variables]) =>
    Object.entries(variables).map(([name, value]) => ({ name, value, field: variableField(section, name) })),
  );
  return named.flatMap(({ name, value, field }, index) => {
    const earlier = named.slice(0, index).find((other) => other.name.toUpperCase() === name.toUpperCase());
    const remedy =
      nameRemedy(name, names) ?? (earlier && `${earlier.field} already has this name. Remove one of them.`);
    return remedy === undefined ? [] : [{ field, value, statement: 'cannot be used', remedy }];
  });
}

function nameRemedy(name: string, names: Names): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return 'Use letters, digits and "_" in the name. It must not start with a digit.';
  if (name.length > maxLength) return `The name has ${name.length} characters; use at most ${maxLength}.`;
  if (/^(AWS|ECS)_/i.test(name) && name !== variables.region) {
    return 'Names that begin with AWS_ or ECS_ belong to the AWS SDK and to ECS. Choose another name.';
  }
  if (names.app?.container !== undefined) return ownContainerRemedy(name, names);
  const own = settings.find((setting) => resembles(name, setting));
  if (own === undefined) return undefined;
  const setBy = fields[own]
    ? `Set it with ${fields[own]}`
    : 'Its value comes from the stacks, the image or a default, so remove the variable';
  if (own === name) return `This is a setting of the app itself. ${setBy}.`;
  return `The app's own setting ${own} has almost this name. ${setBy}, or choose another name.`;
}

/**
 * Returns the remedy if the stacks or `npm start` set a variable of this name in the user's own container; undefined otherwise. The names
 * of the shipped app's other variables are free to use.
 */
function ownContainerRemedy(name: string, { profiles }: Names): string | undefined {
  const taken = { ...variables, listenHost: imageVariables.listenHost, ...(profiles ? profilesVariables : {}) };
  const own = Object.values(taken).find((setting) => setting === name.toUpperCase());
  return own && `The container already has the variable ${own} (docs/your-app.md). Choose another name.`;
}

/** Whether a name differs from a setting only in case and `_`. If the setting has at least 8 letters, one letter may differ too. */
function resembles(name: string, setting: string): boolean {
  const [one, other] = [name, setting].map((text) => text.toUpperCase().replaceAll('_', '')) as [string, string];
  return distance(one, other) <= (other.length >= 8 ? 1 : 0);
}
