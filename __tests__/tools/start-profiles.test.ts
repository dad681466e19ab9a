import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { Client } from 'pg';
import { type Engine, startEngine } from '../../tools/local/engine';
import {
  addressOf,
  createLocalProject,
  type LocalProject,
  mainThatWrites,
  profilesDocument,
} from '../support/commands/local-project';
import { patience } from '../support/jest/patience';
import { writeCluster } from '../support/stores/postgres-cluster';
import { createTestS3Client } from '../support/stores/s3';

const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 'x')]);

describe('npm start of an environment with profiles', () => {
  let project: LocalProject;

  beforeAll(async () => {
    project = createLocalProject();
    project.write('main.ts', mainThatWrites(profilesDocument(), 'prod'));
    // The whole app, with its types and what compiles them.
    for (const name of ['app', 'node_modules']) {
      rmSync(path.join(project.folder, name), { recursive: true });
      symlinkSync(path.resolve(__dirname, '../..', name), path.join(project.folder, name));
    }
    await writeCluster(path.join(project.data, 'prod', 'postgres'));
  });

  afterAll(() => project.close());

  /** Opens what a run has left, as the next one does. */
  function open(name: 'postgres' | 's3'): Promise<Engine> {
    return startEngine({ file: `${name}-server.ts`, folder: path.join(project.data, 'prod', name), reset: '' });
  }

  it('runs the whole app, stops within 2 s of Ctrl-C, and leaves a profile and its file to the next start', async () => {
    const first = project.start(['prod']);
    const address = await addressOf(first);
    const form = new FormData();
    form.set('name', 'Ada');
    form.set('email', 'ada@example.com');
    form.set('file', new Blob([picture]), 'ada.png');
    const posted = await fetch(`${address}/profiles`, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: form,
    });
    expect(posted.status).toBe(201);
    const { id } = (await posted.json()) as { id: string };
    expect(readdirSync(path.join(project.data, 'prod')).sort()).toEqual(['dynamodb', 'postgres', 's3']);

    const interruptedAt = Date.now();
    first.signalGroup('SIGINT');
    expect(await first.ended).toBe(130);
    expect(Date.now() - interruptedAt).toBeLessThan(patience * 2000);
    await expect(fetch(address)).rejects.toThrow('fetch failed');

    const [postgres, s3] = await Promise.all([open('postgres'), open('s3')]);
    const client = new Client({ host: '127.0.0.1', port: postgres.port, user: 'postgres' });
    await client.connect();
    const { rows } = await client.query('SELECT id, name FROM profiles');
    expect(rows).toEqual([{ id, name: 'Ada' }]);
    await client.end();
    // The app ran as a user of its own, with fewer rights than the one that created the table.
    const app = new Client({ host: '127.0.0.1', port: postgres.port, user: 'app' });
    await app.connect();
    expect((await app.query('SELECT name FROM profiles')).rows).toEqual([{ name: 'Ada' }]);
    await expect(app.query('DROP TABLE profiles')).rejects.toThrow('must be owner');
    await app.end();
    const bucket = createTestS3Client(`http://127.0.0.1:${s3.port}`);
    const { Buckets } = await bucket.send(new ListBucketsCommand());
    const Bucket = Buckets?.[0]?.Name;
    const { Contents } = await bucket.send(new ListObjectsV2Command({ Bucket }));
    const file = await bucket.send(new GetObjectCommand({ Bucket, Key: Contents?.[0]?.Key }));
    expect(Buffer.from((await file.Body?.transformToByteArray()) ?? [])).toEqual(picture);
    bucket.destroy();
    await Promise.all([postgres.close(), s3.close()]);
  });
});
