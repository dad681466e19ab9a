import { isServerError } from './database-errors';
import type { ProfilesDatabase } from './profiles-schema';

/**
 * The error codes of PostgreSQL before `migrate.js` has run: the table does not exist, or the app's user is not allowed
 * to read it.
 */
const undefinedTable = '42P01';
const insufficientPrivilege = '42501';

/** Whether a migration has been applied. */
export async function hasMigration(database: ProfilesDatabase, name: string): Promise<boolean> {
  try {
    const found = database.selectFrom('migrations').select('name').where('name', '=', name);
    return (await found.executeTakeFirst()) !== undefined;
  } catch (error) {
    if (isServerError(error) && [undefinedTable, insufficientPrivilege].includes(error.code ?? '')) return false;
    throw error;
  }
}
