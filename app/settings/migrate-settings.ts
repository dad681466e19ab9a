import * as v from 'valibot';
import { type ProfilesSettings, profilesSchema, toProfilesSettings } from './profiles-settings';
import { schema } from './schema';
import type { ServerSettings } from './server-settings';
import { type ProcessEnvironment, readValues, settingsError, type Values } from './variables';

/** The settings of `migrate.js`: the app's settings and the login of the master user. */
export interface MigrateSettings extends ServerSettings {
  readonly profiles: ProfilesSettings;
  readonly master: { readonly user: string; readonly password: string };
}

/**
 * Reads and checks every setting of `migrate.js`.
 * @throws the same errors as `loadServerSettings`
 */
export function loadMigrateSettings(environment: ProcessEnvironment): MigrateSettings {
  const values = readValues(environment);
  const base = v.safeParse(schema, values);
  const profiles = v.safeParse(profilesSchema(values), values);
  const master = v.safeParse(masterSchema(values), values);
  if (base.success && profiles.success && master.success) {
    const { masterUser: user, masterPassword: password } = master.output;
    return { ...base.output, profiles: toProfilesSettings(profiles.output), master: { user, password } };
  }
  throw settingsError(values, 'The database cannot be migrated', base, profiles, master);
}

/**
 * Returns the schema of the settings that only `migrate.js` needs. The migration revokes permissions of the app's user,
 * so the master user must be a different user.
 */
function masterSchema({ databaseUser }: Values) {
  return v.object({
    masterUser: v.pipe(
      v.string(),
      v.check((user) => user !== databaseUser),
    ),
    masterPassword: v.string(),
  });
}
