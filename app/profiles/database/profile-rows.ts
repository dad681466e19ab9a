import { sql } from 'kysely';
import type { PublicProfile } from '../profile';
import type { StoredProfile } from '../profile-repository';
import {
  createdAt,
  isNotDeleted,
  type ProfilesDatabase,
  type ProfilesTable,
  publicColumns,
  selectPublic,
  toPublicProfile,
} from './profiles-schema';

/**
 * Inserts a row.
 * @returns the creation time of the profile; null if another profile has the id, or if this profile is being deleted
 */
export async function insertRow(database: ProfilesDatabase, row: ProfilesTable): Promise<string | null> {
  const inserted = await database
    .insertInto('profiles')
    .values(row)
    // If an earlier attempt has inserted the row, the statement changes nothing and returns that row.
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ id: row.id })
        .where('profiles.token_hash', '=', row.token_hash)
        .where(isNotDeleted),
    )
    .returning(createdAt.as('created_at'))
    .executeTakeFirst();
  return inserted?.created_at ?? null;
}

/** A change of the row that has the revision `from`. `columns` contains the new revision. */
export interface RowChange {
  readonly id: string;
  readonly from: string;
  readonly columns: Omit<ProfilesTable, 'id' | 'token_hash'>;
}

/** Updates a row. @returns false if another request has changed or deleted the row */
export async function updateRow(database: ProfilesDatabase, { id, from, columns }: RowChange): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('profiles')
    .set(columns)
    .where('id', '=', id)
    .where('revision', '=', from)
    .where(isNotDeleted)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return true;
  // An earlier attempt without a response may have updated the row.
  const stored = database.selectFrom('profiles').select('revision').where('id', '=', id);
  return (await stored.executeTakeFirst())?.revision === columns.revision;
}

/** Returns the row with this id, or null. The deletion of the profile may have started. */
export async function findRow(database: ProfilesDatabase, id: string): Promise<StoredProfile | null> {
  const row = await database
    .selectFrom('profiles')
    .select([...publicColumns, 'email', 'phone', 'token_hash', 'revision', createdAt.as('created_at')])
    .select(sql<boolean>`deleted_at is not null`.as('is_deleted'))
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { email, phone, token_hash: tokenHash, revision, is_deleted: isDeleted } = row;
  return { ...toPublicProfile(row), email, phone, tokenHash, revision, isDeleted };
}

/** Returns the public part of a profile, or null if the profile does not exist or its deletion has started. */
export async function findPublicRow(database: ProfilesDatabase, id: string): Promise<PublicProfile | null> {
  const row = await selectPublic(database).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toPublicProfile(row);
}

/** Returns the ids among `fileIds` to which a row refers. */
export async function findUsedFiles(
  database: ProfilesDatabase,
  fileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ file_id: string }>`
    select file_id from profiles where file_id = any(${fileIds}::uuid[])
  `.execute(database);
  return new Set(rows.map((row) => row.file_id));
}
