import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPrivateFolder } from '../../../tools/terraform/private-folder';

const parent = path.join(mkdtempSync(path.join(tmpdir(), 'private-')), '.terraform');
const foreign = process.listeners('exit');
afterAll(() => rmSync(path.dirname(parent), { recursive: true }));

describe('createPrivateFolder', () => {
  it('creates a new folder each time, which only the user can read', () => {
    const folders = [createPrivateFolder(parent), createPrivateFolder(parent)];
    expect(new Set(folders).size).toBe(2);
    for (const folder of folders) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('removes the folder when the process exits', () => {
    const folder = createPrivateFolder(parent);
    writeFileSync(path.join(folder, 'plan'), 'secret');
    for (const listener of process.listeners('exit')) if (!foreign.includes(listener)) listener(1);
    expect(existsSync(folder)).toBe(false);
  });

  it('removes the folders of processes that were killed, and no other folders', () => {
    const [killed, running, other] = [`deploy-${2 ** 30}-a`, `deploy-${process.ppid}-a`, 'providers'].map((name) =>
      path.join(parent, name),
    );
    for (const folder of [killed, running, other]) mkdirSync(String(folder));
    createPrivateFolder(parent);
    expect([killed, running, other].map((folder) => existsSync(String(folder)))).toEqual([false, true, true]);
  });
});
