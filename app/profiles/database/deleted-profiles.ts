import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DeletedRow } from '../profile-repository';
import type { ProfilesDatabase } from './profiles-schema';

/** The email address of an erased profile. No other profile has an empty address. */
const erasedEmail = '';

/** The maximum number of profiles that `staleDeletions` returns. */
const maxDeletions = 100;

/** Starts the deletion of a profile. @returns null if there is no such row */
export async function markDeleted(database: ProfilesDatabase, id: string): Promise<DeletedRow | null> {
  const { rows } = await sql<{ file_id: string | null }>`
    update profiles set deleted_at = coalesce(deleted_at, clock_timestamp()), revision = ${randomUUID()}
    where id = ${id} returning file_id
  `.execute(database);
  return rows[0] === undefined ? null : { id, fileId: rows[0].file_id };
}

/** Erases the details and the token of a profile whose deletion has started. */
export async function erase(database: ProfilesDatabase, id: string): Promise<void> {
  const erased = { name: '', search_name: '', email: erasedEmail, phone: null, about: null };
  await database
    .updateTable('profiles')
    .set({ ...erased, file_id: null, file_name: null, token_hash: Buffer.alloc(32) })
    .where('id', '=', id)
    .where(sql<boolean>`deleted_at is not null`)
    .execute();
}

/** Deletes the rows of erased profiles whose deletion started at least `olderThanMs` milliseconds ago. */
export async function forgetErased(database: ProfilesDatabase, olderThanMs: number): Promise<void> {
  await database.deleteFrom('profiles').where('email', '=', erasedEmail).where(isDeletedBefore(olderThanMs)).execute();
}

/** Returns profiles that have not been erased and whose deletion started at least `olderThanMs` milliseconds ago. */
export async function staleDeletions(database: ProfilesDatabase, olderThanMs: number): Promise<readonly DeletedRow[]> {
  const { rows } = await sql<{ id: string; file_id: string | null }>`
    select id, file_id from profiles
    where ${isDeletedBefore(olderThanMs)} and email <> ${erasedEmail}
    order by deleted_at limit ${sql.lit(maxDeletions)}
  `.execute(database);
  return rows.map((row) => ({ id: row.id, fileId: row.file_id }));
}

function isDeletedBefore(olderThanMs: number) {
  return sql<boolean>`deleted_at <= clock_timestamp() - make_interval(secs => ${olderThanMs / 1_000}::float8)`;
}
