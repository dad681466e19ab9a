import { type Kysely, sql } from 'kysely';

/** The role on RDS whose members log in with IAM instead of a password. */
export const iamRole = 'rds_iam';

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
 * Creates the role of the user, or removes excess attributes of the role. Correct attributes are not altered, because
 * on RDS the master user is not allowed to set some of them, even to their current value.
 */
export async function createOrAlterRole(database: Kysely<unknown>, user: string): Promise<void> {
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

/**
 * Allows the user to log in, and revokes all other roles from the user.
 * @param password the password of the user; if undefined, the user logs in with IAM
 */
export async function grantLogin(database: Kysely<unknown>, user: string, password: string | undefined): Promise<void> {
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
