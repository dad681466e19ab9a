import { createProfiles } from './0001_create_profiles';
import type { Migration } from './migration';

/** All migrations of this version, in the order in which they are applied. */
export const migrations: readonly Migration[] = [createProfiles];

/** The last migration that this version of the app needs. */
export const requiredMigration = createProfiles.name;
