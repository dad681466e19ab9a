import { postgres } from '../../support/jest/requirement';
import { defineDatabaseUserTests } from '../../support/stores/database-user-tests';
import { type Postgres, startAny } from '../../support/stores/postgres';
import { defineConnectionTests, defineProfileRepositoryTests } from '../../support/stores/profile-repository-tests';
import { defineProfileServiceTests } from '../../support/stores/profile-service-tests';
import { startStores, type TestStores } from '../../support/stores/profile-stores';
import { defineRetryTests } from '../../support/stores/retry-tests';
import { defineSweepTests } from '../../support/stores/sweep-tests';

// If PostgreSQL is not installed, these tests use PGlite, which runs only one statement at a time.
describe(`Profiles in ${postgres.path === null ? 'PGlite' : 'PostgreSQL'}`, () => {
  const server = serverOf(startAny);
  // These tests run first, because the other tests create a user with the same name.
  defineDatabaseUserTests(server);
  describe('Repository', () => defineProfileRepositoryTests(server));
  defineConcurrentTests(server);
});

const url = process.env.PROFILES_DATABASE_URL;
if (url) {
  const { hostname, port, pathname, username, password } = new URL(url);
  describe(`Profiles in PostgreSQL at ${hostname}`, () => {
    const server = serverOf(async () => ({
      settings: { host: hostname, port: Number(port || 5432), name: pathname.slice(1), tls: false },
      credentials: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
      stop: async () => undefined,
    }));
    describe('Repository', () => defineProfileRepositoryTests(server));
    defineConcurrentTests(server);
  });
}

function defineConcurrentTests(server: () => Postgres): void {
  describe('Connection', () => defineConnectionTests(server));
  describe('with S3 and DynamoDB', () => {
    const stores = storesOf(server);
    describe('Service', () => defineProfileServiceTests(stores));
    describe('Retry', () => defineRetryTests(stores));
    describe('Sweep', () => defineSweepTests(stores));
  });
}

/** Starts a server before the tests of a `describe`, and stops it after them. */
function serverOf(start: () => Promise<Postgres>): () => Postgres {
  let server: Postgres;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.stop());
  return () => server;
}

/** Starts the three stores before the tests of a `describe`, and stops them after the tests. */
function storesOf(server: () => Postgres): () => TestStores {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await startStores(server());
  });
  afterAll(() => stores?.stop());
  return () => stores;
}
