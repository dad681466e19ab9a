import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'nine-digits-'));

afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Prints the app's results with digitCount 9. This needs a separate process, because modules read the constant when they
 * are loaded.
 */
const program = `
  const { parseEntry } = require('./app/entries/web/entry-form.ts');
  const { readItem } = require('./app/entries/dynamodb/entry-item.ts');
  const { createViews } = require('./app/views.ts');
  const { createEntryViews } = require('./app/entries/web/entry-views.ts');
  const parse = (digits) => {
    try { return parseEntry({ username: 'ada', digits }); } catch ({ errors }) { return errors[0].message; }
  };
  const latest = { username: 'ada', timestamp: '2026-11-21T07:42:43.081123Z', digits: '123456789' };
  const blank = { version: '1', values: { username: '', digits: '' }, retryToken: '', errors: {}, saved: null, notice: null };
  const page = createEntryViews(createViews()).home({ ...blank, latest });
  console.log(JSON.stringify({ eight: parse('12345678'), nine: parse('123456789'), read: readItem(latest), page }));
`;

describe('digitCount', () => {
  let app: { eight: unknown; nine: unknown; read: unknown; page: string };

  beforeAll(async () => {
    const contract = readFileSync(path.join(root, 'contract.ts'), 'utf8');
    writeFileSync(path.join(folder, 'contract.ts'), contract.replace('digitCount = 8;', 'digitCount = 9;'));
    cpSync(path.join(root, 'app'), path.join(folder, 'app'), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const script = ['--require', 'tsx/cjs', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: folder });
    app = JSON.parse(stdout);
  });

  it('determines how many digits the form requires, and which number its error message names', () => {
    expect([app.nine, app.eight]).toEqual([
      { username: 'ada', digits: '123456789' },
      'Enter exactly nine digits, 0 to 9.',
    ]);
  });

  it('determines which stored items are entries', () => {
    expect(app.read).toMatchObject({ digits: '123456789' });
  });

  it('determines the input pattern, the size of the digits and the wording of the page', () => {
    expect(app.page).toContain('pattern="[0-9]{9}"');
    expect(app.page).toContain('--digits: 9;');
    expect(app.page).toContain('<title>Nine digits</title>');
    expect(app.page).not.toMatch(/\beight\b/i);
  });
});
