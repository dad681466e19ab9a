import { databaseUser, previewPrefix } from '../../contract';
import type { Environment } from '../environment';

/**
 * Returns the name of the database user that the app logs in as. IAM identifies a database by an id that is unknown before the database
 * exists, so a permissions boundary allows the login to every database of the account that has this user. Previews have another user than
 * listed environments, because everybody who may push a branch can run code with their roles.
 */
export function databaseUserOf({ expires }: Pick<Environment, 'expires'>): string {
  return expires === undefined ? databaseUser : previewPrefix;
}
