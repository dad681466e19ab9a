import { readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { openDynamoDb } from '../../tools/local/stores/local-dynamodb';
import { startEngine } from '../../tools/local/stores/local-engine';
import { callDynamoDb } from '../../tools/local/stores/local-table';
import { addressOf } from '../support/commands/local-project';
import { createSourceProject } from '../support/commands/source-project';
import { endTools, runTool } from '../support/commands/tool-process';
import { fixture, threeTiers } from '../support/stacks/fixture-environment';
import { writeCluster } from '../support/stores/postgres-cluster';

const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 'x')]);

/** A user's AWS and proxy settings, which do not work. So the run fails if the app gets them. */
const brokenSettings = {
  PORT: '0',
  AWS_PROFILE: 'nowhere',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_CONFIG_FILE: '/nowhere',
  HTTP_PROXY: 'http://127.0.0.1:9',
  NODE_USE_ENV_PROXY: '1',
};

/** The tests examine one run that has ended, and the data that the run has stored. */
describe('npm start with the stacks and the app of this repository', () => {
  const project = createSourceProject();
  const data = path.join(project.folder, '.local/dev');
  const statuses: number[] = [];
  let profile: { readonly id: string };
  let exitCode: unknown;
  let address: string;

  async function post(place: string, body: string | FormData, headers: Record<string, string> = {}) {
    const response = await fetch(address + place, {
      method: 'POST',
      headers: { Accept: 'application/json', ...headers },
      body,
    });
    statuses.push(response.status);
    return (await response.json()) as { readonly id: string };
  }

  beforeAll(async () => {
    project.list({ ...fixture, ...threeTiers, name: fixture.name, table: fixture.table });
    symlinkSync(path.resolve('app'), path.join(project.folder, 'app'));
    await writeCluster(path.join(data, 'postgres'));
    const run = runTool('start', [], { folder: project.folder, environment: brokenSettings });
    address = await addressOf(run);
    await post('/', JSON.stringify({ username: 'Ada', digits: '00420042' }), { 'Content-Type': 'application/json' });
    const form = new FormData();
    form.set('name', 'Ada');
    form.set('email', 'ada@example.com');
    form.set('file', new Blob([picture]), 'ada.png');
    profile = await post('/profiles', form);
    run.signalGroup('SIGINT');
    exitCode = await run.ended;
  });

  afterAll(async () => {
    await endTools();
    project.remove();
  });

  it('stores an entry and a profile', () => {
    expect(statuses).toEqual([201, 201]);
  });

  it('stops after Ctrl-C', async () => {
    expect(exitCode).toBe(130);
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  it('stores its data in .local, with a folder for each store', () => {
    expect(readdirSync(data).sort()).toEqual(['dynamodb', 'postgres', 's3']);
  });

  it('keeps the entry for the next start', async () => {
    const database = await openDynamoDb(path.join(data, 'dynamodb'));
    const scan = await callDynamoDb(Number(new URL(database.endpoint).port), 'Scan', { TableName: fixture.table.name });
    await database.close();
    expect(JSON.parse(scan.body).Items).toContainEqual(
      expect.objectContaining({ username: { S: 'Ada' }, digits: { S: '00420042' } }),
    );
  });

  it("keeps the profile for the next start, in a table that the app's user cannot drop", async () => {
    const postgres = await startEngine({
      file: 'postgres-server.ts',
      folder: path.join(data, 'postgres'),
      reset: '',
    });
    const app = new Client({ host: '127.0.0.1', port: postgres.port, user: 'app' });
    await app.connect();
    const { rows } = await app.query('SELECT id, name FROM profiles');
    const drop = await app.query('DROP TABLE profiles').catch(({ message }: Error) => message);
    await app.end();
    await postgres.close();
    expect(rows).toEqual([{ id: profile.id, name: 'Ada' }]);
    expect(drop).toContain('must be owner');
  });
});
