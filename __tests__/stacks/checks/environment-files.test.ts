import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Projects whose environments cannot be loaded: the mistake, the files in `environments/`, and the expected message. */
const mistakes: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  [
    'a missing comma',
    { 'dev.ts': "export const dev = {\n  name: 'dev'\n  region: 'eu-central-1',\n};" },
    /^environments\/dev\.ts:3:2: Expected "}" but found "region"\. A comma may be missing .*$/,
  ],
  [
    'a constant that does not exist',
    { 'dev.ts': 'export const dev = {\n  project: projct,\n};' },
    /^environments\/dev\.ts:2:\d+: ReferenceError: projct is not defined\. .*$/,
  ],
  [
    'a renamed constant',
    { 'dev.ts': "export const other = { name: 'dev' };" },
    /^environments\/index\.ts: entry 1 in the list is undefined, because .*$/,
  ],
  ['a missing file', {}, /^environments\/index\.ts: Cannot find module '\.\/dev'\. .*$/],
];

/** A program that loads the environments of each folder in the same way as main.ts, and prints the error messages. */
const program = `
  const [, , tested, ...folders] = process.argv;
  const { checkEnvironmentList, environmentFileError } = require(tested);
  const messageOf = (folder: string) =>
    import(folder + '/environments/index.js')
      .then(({ environments }) => checkEnvironmentList(environments))
      .catch((error) => environmentFileError(error, folder).message);
  Promise.all(folders.map(messageOf)).then((messages) => console.log(JSON.stringify(messages)));
`;

describe('environmentFileError', () => {
  const home = mkdtempSync(join(tmpdir(), 'environment-files-'));
  let messages: readonly string[];

  beforeAll(() => {
    const folders = mistakes.map(([title, files]) => {
      const folder = join(home, title.replaceAll(' ', '-'));
      mkdirSync(join(folder, 'environments'), { recursive: true });
      const index = "import { dev } from './dev';\nexport const environments = [dev];";
      for (const [name, text] of Object.entries({ 'index.ts': index, ...files })) {
        writeFileSync(join(folder, 'environments', name), text);
      }
      return folder;
    });
    // The errors come from Node and tsx, so the test needs a real process. One process loads all files, because starting a process is slow.
    const tested = resolve(__dirname, '../../../stacks/checks/environment-files.ts');
    const file = join(home, 'load.ts');
    writeFileSync(file, program);
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', file, tested, ...folders], { encoding: 'utf8' });
    messages = JSON.parse(stdout);
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it.each(mistakes.map(([title, , message], index) => [title, index, message] as const))(
    'for %s, names the file, and the line if it is known',
    (_mistake, index, message) => {
      expect(messages[index]).toMatch(message);
    },
  );
});
