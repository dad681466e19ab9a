import { type Kysely, type RawBuilder, sql } from 'kysely';
import { iamRole } from './database-role';

/** Revokes all privileges of the user, and grants those that the app needs. */
export async function replacePrivileges(database: Kysely<unknown>, user: string): Promise<void> {
  const run = (statement: RawBuilder<unknown>) => statement.execute(database);
  const name = sql.id(user);
  await revokePrivileges(database, user);

  const databases = await databasesToProtect(database);
  for (const { datname } of databases) await run(sql`revoke all on database ${sql.id(datname)} from public, ${name}`);
  const [{ current }] = (await sql<{ current: string }>`select current_database() as current`.execute(database))
    .rows as [{ current: string }];
  await run(sql`grant connect on database ${sql.id(current)} to ${name}`);
  await run(sql`revoke all on schema public from public`);
  await run(sql`grant usage on schema public to ${name}`);
  await run(sql`grant select, insert, update, delete on all tables in schema public to ${name}`);
  await run(sql`grant usage on all sequences in schema public to ${name}`);
  await run(sql`revoke insert, update, delete on table public.migrations from ${name}`);
  const later = sql`alter default privileges in schema public grant`;
  await run(sql`${later} select, insert, update, delete on tables to ${name}`);
  await run(sql`${later} usage on sequences to ${name}`);
}

/** The keyword of `revoke` for each type of object. */
const revocable: Readonly<Record<string, string>> = {
  schema: 'schema',
  table: 'table',
  view: 'table',
  'materialized view': 'table',
  'foreign table': 'table',
  sequence: 'sequence',
  function: 'routine',
  procedure: 'routine',
};

/** Revokes the privileges of the user on all objects of this database. */
async function revokePrivileges(database: Kysely<unknown>, user: string): Promise<void> {
  const { rows } = await sql<{ type: string; identity: string }>`
    select distinct object.type, object.identity
    from pg_shdepend, pg_identify_object(classid, objid, 0) as object
    where refclassid = 'pg_authid'::regclass and refobjid = (select oid from pg_roles where rolname = ${user})
      and deptype = 'a' and dbid = (select oid from pg_database where datname = current_database())
  `.execute(database);
  for (const { type, identity } of rows) {
    const kind = revocable[type];
    if (kind === undefined) continue;
    await sql`revoke all on ${sql.raw(kind)} ${sql.raw(identity)} from ${sql.id(user)}`.execute(database);
  }
}

/**
 * Returns the databases to which other users must not connect. These are this database and, on RDS, all databases of
 * the master user, because only the app uses an RDS server.
 */
async function databasesToProtect(database: Kysely<unknown>): Promise<readonly { readonly datname: string }[]> {
  const { rows } = await sql<{ datname: string }>`
    select datname from pg_database
    where datname = current_database()
      or (datallowconn and pg_has_role(datdba, 'usage') and exists (select from pg_roles where rolname = ${iamRole}))
  `.execute(database);
  return rows;
}
