import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import {
  addressOf,
  createLocalProject,
  type LocalProject,
  mainThatWrites,
  profilesDocument,
} from '../support/local-project';
import { writeCluster } from '../support/postgres-cluster';

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

  it('runs the whole app, stops within 2 s of Ctrl-C, and has a profile and its file when it starts again', async () => {
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
    expect(Date.now() - interruptedAt).toBeLessThan(2000);
    await expect(fetch(address)).rejects.toThrow('fetch failed');

    const second = project.start(['prod']);
    const file = await fetch(`${await addressOf(second)}/profiles/${id}/file`);
    expect(file.headers.get('Content-Type')).toBe('image/png');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(picture);
    second.signalGroup('SIGINT');
    expect(await second.ended).toBe(130);
  }, 60_000);
});
