import { type Kysely, sql } from 'kysely';
import { createOrAlterRole, grantLogin } from './database-role';
import { replacePrivileges } from './user-privileges';

/** A user of the database that reads and writes rows. */
export interface DatabaseUser {
  readonly user: string;
  /**
   * The password of the user.
   * @default none: the user logs in with IAM
   */
  readonly password?: string;
}

/**
 * Creates the user, or reduces its privileges. Afterwards the user may select, insert, update and delete rows of all
 * present and future tables in the schema `public`, and nothing else. Other users lose PostgreSQL's default privileges
 * to connect and to create temporary tables.
 * @param database a connection of the master user, in a transaction
 * @throws Error if the user has no way to log in, or owns an object; DatabaseError if the master user lacks a privilege
 */
export async function ensureUser(database: Kysely<unknown>, { user, password }: DatabaseUser): Promise<void> {
  await createOrAlterRole(database, user);
  await grantLogin(database, user, password);
  await rejectOwner(database, user);
  await replacePrivileges(database, user);
}

/** Throws an error if the user owns objects, because an owner can drop them without any grant. */
async function rejectOwner(database: Kysely<unknown>, user: string): Promise<void> {
  const { rows } = await sql`
    select from pg_shdepend
    where refclassid = 'pg_authid'::regclass and refobjid = (select oid from pg_roles where rolname = ${user}) and deptype = 'o'
    limit 1
  `.execute(database);
  if (rows.length > 0) {
    throw new Error(
      `the user ${user} owns objects and could drop them. Reassign them to the master user, in psql: reassign owned by ${user} to current_user.`,
    );
  }
}
