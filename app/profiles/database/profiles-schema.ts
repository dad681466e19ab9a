import { type Kysely, type Selectable, sql } from 'kysely';
import type { PublicProfile } from '../profile';
import type { ChangedRow } from '../profile-repository';
import { earlierFolding, foldName } from './search-name';

/** The tables with the columns that this version uses. */
export interface ProfilesSchema {
  readonly profiles: ProfilesTable;
  readonly migrations: { readonly name: string };
}

/** The columns of the table of profiles. */
export interface ProfilesTable {
  readonly id: string;
  readonly name: string;
  readonly search_name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly about: string | null;
  readonly file_id: string | null;
  readonly file_name: string | null;
  readonly token_hash: Buffer;
  readonly revision: string;
}

export type ProfilesDatabase = Kysely<ProfilesSchema>;

/** The time when a profile was created, as text, because a JavaScript Date has no microseconds. */
export const createdAt = sql<string>`to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const { from, to, replaced, by } = earlierFolding;

/**
 * The SQL expression for the folded name in a row. It returns what `foldName` of this version would return, even if an
 * earlier version has written the row.
 */
export const searchName = sql<string>`replace(translate(search_name, ${sql.lit(from)}, ${sql.lit(to)}), ${sql.lit(replaced)}, ${sql.lit(by)})`;

export const publicColumns = ['id', 'name', 'about', 'file_id', 'file_name'] as const;

export const isNotDeleted = sql<boolean>`profiles.deleted_at is null`;

/** Selects the public part of all profiles whose deletion has not started. */
export function selectPublic(database: ProfilesDatabase) {
  const profiles = database.selectFrom('profiles').select([...publicColumns, createdAt.as('created_at')]);
  return profiles.where(isNotDeleted);
}

export function toColumns({
  name,
  email,
  phone,
  about,
  file,
}: ChangedRow): Omit<ProfilesTable, 'id' | 'token_hash' | 'revision'> {
  const fileColumns = { file_id: file?.id ?? null, file_name: file?.name ?? null };
  return { name, search_name: foldName(name), email, phone, about, ...fileColumns };
}

type PublicRow = Pick<Selectable<ProfilesTable>, (typeof publicColumns)[number]> & { readonly created_at: string };

export function toPublicProfile(row: PublicRow): PublicProfile {
  const { id, created_at, name, about, file_id, file_name } = row;
  const file = file_id === null || file_name === null ? null : { id: file_id, name: file_name };
  return { id, createdAt: created_at, name, about, file };
}
