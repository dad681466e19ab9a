import { describeIf, postgres } from '../../support/jest/requirement';
import { defineUserContract } from '../../support/stores/database-user-contract';
import { type Postgres, startPglite, startServer } from '../../support/stores/postgres';
import { defineConnectionContract, defineRepositoryContract } from '../../support/stores/profile-repository-contract';
import { defineServiceContract } from '../../support/stores/profile-service-contract';
import { type ProfileStores, startStores } from '../../support/stores/profile-stores';

describe('profiles kept by PGlite', () => {
  const server = serverOf(startPglite);
  // Before the others, which make a user of that name.
  describe("the app's user", () => defineUserContract(server));
  describe('a repository', () => defineRepositoryContract(server));
  // What only concurrency shows, PGlite, which runs one statement at a time, shows less of; a lost connection shows in each.
  if (postgres.path === null) defineConcurrentContracts(server);
});

describeIf(postgres, 'profiles kept by PostgreSQL', (folder) => {
  const server = serverOf(() => startServer(folder));
  describe('a repository', () => defineRepositoryContract(server));
  defineConcurrentContracts(server);
});

const given = process.env.PROFILES_DATABASE_URL;
if (given) {
  const { hostname, port, pathname, username, password } = new URL(given);
  describe(`profiles kept by PostgreSQL at ${hostname}`, () => {
    const server = serverOf(async () => ({
      settings: { host: hostname, port: Number(port || 5432), name: pathname.slice(1), tls: false },
      credentials: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
      stop: async () => undefined,
    }));
    describe('a repository', () => defineRepositoryContract(server));
    defineConcurrentContracts(server);
  });
}

function defineConcurrentContracts(server: () => Postgres): void {
  describe('a connection', () => defineConnectionContract(server));
  describe('a service', () => defineServiceContract(storesOf(server)));
}

/** A server for all tests of a `describe`. */
function serverOf(start: () => Promise<Postgres>): () => Postgres {
  let server: Postgres;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.stop());
  return () => server;
}

/** The three stores for all tests of a `describe`. */
function storesOf(server: () => Postgres): () => ProfileStores {
  let stores: ProfileStores;
  beforeAll(async () => {
    stores = await startStores(server());
  });
  afterAll(() => stores?.stop());
  return () => stores;
}
