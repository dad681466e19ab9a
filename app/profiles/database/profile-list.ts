import { sql } from 'kysely';
import type { ProfilePage, ProfileQuery } from '../profile';
import { type ProfilesDatabase, searchName, selectPublic, toPublicProfile } from './profiles-schema';
import { foldName } from './search-name';

/** Reads one page of the list of profiles, or of a search. */
export async function listProfiles(
  database: ProfilesDatabase,
  { limit, before, search = '' }: ProfileQuery,
): Promise<ProfilePage> {
  const pattern = `%${foldName(search).replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await selectPublic(database)
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}::timestamptz, ${before?.id}::uuid)`),
    )
    .$if(search !== '', (query) => query.where(searchName, 'like', pattern))
    .orderBy(sql`profiles.created_at desc, id desc`)
    // One more row shows whether there is another page.
    .limit(limit + 1)
    .execute();
  const profiles = rows.slice(0, limit).map(toPublicProfile);
  const last = profiles.at(-1);
  const next = rows.length > limit && last !== undefined ? { id: last.id, createdAt: last.createdAt } : null;
  return { profiles, next };
}
