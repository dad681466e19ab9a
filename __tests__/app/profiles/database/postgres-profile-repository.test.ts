import { setImmediate as nextTurn } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { requiredMigration } from '../../../../app/profiles/database/migrations';
import { createProfileRepository } from '../../../../app/profiles/database/postgres-profile-repository';
import type { ProfilesSchema } from '../../../../app/profiles/database/profiles-schema';
import { unknownId } from '../../../support/http/profiles-client';
import { useFakeTimeouts } from '../../../support/jest/fake-timeouts';

/** An empty database in which each search runs until the test ends it. */
function createDatabase() {
  const searches: (() => void)[] = [];
  let checks = 0;
  async function query(text: string): Promise<object> {
    const isCheck = text.includes('"migrations"');
    if (isCheck) checks += 1;
    if (text.includes(' like ')) await new Promise<void>((end) => searches.push(end));
    return { command: 'SELECT', rowCount: 0, rows: isCheck ? [{ name: requiredMigration }] : [] };
  }
  const pool = { connect: async () => ({ query, release: () => undefined }), end: async () => undefined };
  const dialect = new PostgresDialect({ pool: pool as unknown as PostgresPool });
  return { database: new Kysely<ProfilesSchema>({ dialect }), searches, checks: () => checks };
}

describe('Profile repository', () => {
  // From the start of a repository, timeouts and waiting times pass only when a test says so.
  beforeEach(useFakeTimeouts);
  afterEach(() => jest.useRealTimers());

  test('runs two searches at a time, and reads single profiles and pages in the meantime', async () => {
    const { database, searches } = createDatabase();
    const repository = createProfileRepository({ database });
    const found = ['a', 'b', 'c'].map((search) => repository.list({ limit: 1, search }));
    expect(await repository.findPublic(unknownId)).toBeNull();
    expect(await repository.list({ limit: 1 })).toEqual({ profiles: [], next: null });
    expect(searches).toHaveLength(2);
    searches[0]?.();
    expect(await found[0]).toEqual({ profiles: [], next: null });
    await repository.findPublic(unknownId);
    expect(searches).toHaveLength(3);
    for (const end of searches) end();
    expect(await Promise.all(found)).toHaveLength(3);
  });

  test('rejects a search that has waited half a second, without running it', async () => {
    const { database, searches } = createDatabase();
    const repository = createProfileRepository({ database });
    const running = ['a', 'b'].map((search) => repository.list({ limit: 1, search }));
    const late = repository.list({ limit: 1, search: 'c' });
    await nextTurn();
    jest.advanceTimersByTime(501);
    for (const end of searches) end();
    await Promise.all(running);
    await expect(late).rejects.toThrow('Too many searches are running. Please try again in a few seconds.');
    expect(searches).toHaveLength(2);
  });

  test('checks the schema with one query for concurrent checks and requests', async () => {
    const { database, checks } = createDatabase();
    const repository = createProfileRepository({ database });
    await Promise.all([repository.check(), repository.check(), repository.findPublic(unknownId)]);
    expect(checks()).toBe(1);
    await repository.findPublic(unknownId);
    expect(checks()).toBe(1);
    await repository.check();
    expect(checks()).toBe(2);
  });
});
