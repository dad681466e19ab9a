import { type Kysely, type RawBuilder, sql } from 'kysely';

/** A user of the database that reads and writes rows. */
export interface DatabaseUser {
  readonly user: string;
  /**
   * The password of the user.
   * @default none: the user logs in with IAM
   */
  readonly password?: string;
}

/** The role on RDS whose members log in with IAM instead of a password. */
const iamRole = 'rds_iam';

/**
 * The attributes that the user must not have. Each key is a column of `pg_roles`, and the value is the option of `alter
 * role` that removes the attribute.
 */
const excessAttributes = {
  rolsuper: 'nosuperuser',
  rolcreaterole: 'nocreaterole',
  rolcreatedb: 'nocreatedb',
  rolreplication: 'noreplication',
  rolbypassrls: 'nobypassrls',
} as const;

type DatabaseRole = { readonly rolcanlogin: boolean } & Readonly<Record<keyof typeof excessAttributes, boolean>>;

/**
 * Creates the user, or reduces its privileges. Afterwards the user may select, insert, update and delete rows of all
 * present and future tables in the schema `public`, and nothing else. Other users lose PostgreSQL's default privileges
 * to connect and to create temporary tables.
 * @param database a connection of the master user, in a transaction
 * @throws Error if the user has no way to log in, or owns an object; DatabaseError if the master user lacks a privilege
 */
export async function ensureUser(database: Kysely<unknown>, { user, password }: DatabaseUser): Promise<void> {
  const run = (statement: RawBuilder<unknown>) => statement.execute(database);
  const name = sql.id(user);
  await createOrAlterRole(database, user);
  await grantLogin(database, { user, password });
  await rejectOwner(database, user);
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

/**
 * Creates the role of the user, or removes excess attributes of the role. Correct attributes are not altered, because
 * on RDS the master user is not allowed to set some of them, even to their current value.
 */
async function createOrAlterRole(database: Kysely<unknown>, user: string): Promise<void> {
  const columns = Object.keys(excessAttributes).map((column) => sql.ref(column));
  const { rows } = await sql<DatabaseRole>`
    select rolcanlogin, ${sql.join(columns)} from pg_roles where rolname = ${user}
  `.execute(database);
  const [role] = rows;
  if (role === undefined) {
    await sql`create role ${sql.id(user)} login`.execute(database);
    return;
  }
  const excess = Object.entries(excessAttributes).filter(([column]) => role[column as keyof DatabaseRole]);
  const changes = [...(role.rolcanlogin ? [] : ['login']), ...excess.map(([, remedy]) => remedy)];
  if (changes.length > 0) await sql`alter role ${sql.id(user)} ${sql.raw(changes.join(' '))}`.execute(database);
}

/** Allows the user to log in with a password or with IAM, and revokes all other roles from the user. */
async function grantLogin(database: Kysely<unknown>, { user, password }: DatabaseUser): Promise<void> {
  const name = sql.id(user);
  const { rows: others } = await sql<{ role: string; grantor: string }>`
    select role.rolname as role, grantor.rolname as grantor
    from pg_auth_members as membership
    join pg_roles as role on role.oid = membership.roleid
    join pg_roles as member on member.oid = membership.member
    join pg_roles as grantor on grantor.oid = membership.grantor
    where member.rolname = ${user} and (role.rolname <> ${iamRole} or ${password !== undefined})
  `.execute(database);
  for (const { role, grantor } of others) {
    await sql`revoke ${sql.id(role)} from ${name} granted by ${sql.id(grantor)}`.execute(database);
  }
  if (password !== undefined) {
    await sql`alter role ${name} password ${sql.lit(password)}`.execute(database);
    return;
  }
  const { rows } = await sql`select from pg_roles where rolname = ${iamRole}`.execute(database);
  if (rows.length === 0) {
    throw new Error(
      `the user ${user} cannot log in, because the server has no role ${iamRole}. Turn on IAM authentication for the database instance.`,
    );
  }
  await sql`grant ${sql.id(iamRole)} to ${name}`.execute(database);
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
 * the master user, because an RDS server belongs to the app alone.
 */
async function databasesToProtect(database: Kysely<unknown>): Promise<readonly { readonly datname: string }[]> {
  const { rows } = await sql<{ datname: string }>`
    select datname from pg_database
    where datname = current_database()
      or (datallowconn and pg_has_role(datdba, 'usage') and exists (select from pg_roles where rolname = ${iamRole}))
  `.execute(database);
  return rows;
}
