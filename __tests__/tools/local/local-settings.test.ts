import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import { environments } from '../../../environments';
import { localVariables, parseLocalSettings, readSettingsSource } from '../../../tools/local/local-settings';

const folder = mkdtempSync(path.join(tmpdir(), 'local-settings-'));
const file = path.join(folder, '.env');
afterAll(() => rmSync(folder, { recursive: true }));

async function load(text: string | Buffer, environment: Record<string, string> = {}, own?: readonly string[]) {
  writeFileSync(file, text);
  return parseLocalSettings(await readSettingsSource(file, environment), own);
}

describe('parseLocalSettings', () => {
  it('accepts a missing file', async () => {
    expect(parseLocalSettings(await readSettingsSource(path.join(folder, 'none'), {}))).toEqual({ app: {}, own: {} });
  });

  it('prefers environment variables to the variables in the file', async () => {
    expect(await load('PORT=5001\nLOG_LEVEL=debug', { PORT: '5002' })).toMatchObject({
      port: 5002,
      app: { LOG_LEVEL: 'debug' },
    });
  });

  it('treats an empty value as unset', async () => {
    expect(await load('PORT=\nLOG_LEVEL=debug', { LOG_LEVEL: '' })).toMatchObject({ app: { LOG_LEVEL: 'debug' } });
  });

  it('ignores unknown variables, and lists those that are in the file', async () => {
    expect(await load('AWS_PROFILE=mine', { DYNAMO_TABLE: 'Other' })).toEqual({
      app: {},
      own: {},
      ignored: `Ignored in ${file}: AWS_PROFILE. .env.example lists the variables that are used.`,
    });
  });

  it("also reads the variables named in the environment's file, and suggests one of them for a misspelt name", async () => {
    const text = 'FEATURE_X=off\nMODE=one\nAPI_KYE=1';
    expect(await load(text, { MODE: 'two' }, ['FEATURE_X', 'MODE', 'API_KEY'])).toMatchObject({
      own: { FEATURE_X: 'off', MODE: 'two' },
      ignored: expect.stringContaining('API_KYE (did you mean API_KEY?)'),
    });
  });

  it.each([
    ['PROT=6401', 'PROT (did you mean PORT?)'],
    ['port=6401', 'port (did you mean PORT?)'],
    ['LOGLEVEL=debug\nHOST=x', 'LOGLEVEL (did you mean LOG_LEVEL?), HOST'],
    ['# one\n\nPORT=1\nfoo bar\r\nPORT', 'line 4 (not NAME=value), line 5 (not NAME=value)'],
  ])('lists what it ignores in the file %j', async (text, ignored) => {
    expect((await load(text)).ignored).toContain(`: ${ignored}. `);
  });

  it('does not list comments and multi-line values as ignored', async () => {
    const text =
      "# it's mine\n\texport PORT = 1 # a port\nLOG_LEVEL: info\r\nALLOWED_ORIGINS='http://a.example,\nhttp://b.example'";
    expect(await load(text)).not.toHaveProperty('ignored');
  });

  it('ignores white space around a value', async () => {
    expect(await load('', { PORT: ' 5393 ', LOG_LEVEL: ' ' })).toEqual({ port: 5393, app: {}, own: {} });
  });

  it('reads a file with a byte order mark', async () => {
    expect(await load('\uFEFFPORT=5001')).toEqual({ port: 5001, app: {}, own: {} });
  });

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFFPORT=5001', 'utf16le')],
    ['UTF-16 without a byte order mark', Buffer.from('PORT=5001', 'utf16le')],
    ['Latin-1', Buffer.from('# für mich', 'latin1')],
  ])('rejects a file in %s', async (_encoding, bytes) => {
    await expect(load(bytes)).rejects.toThrow(/local-settings-.*\.env is not encoded in UTF-8.* Save it as UTF-8\.$/);
  });

  it('rejects a folder in place of the file', async () => {
    await expect(readSettingsSource(folder, {})).rejects.toThrow(`${folder} cannot be read (EISDIR).`);
  });

  it.each(['abc', '70000', '-1', '50.5', '0x1388'])('rejects the port "%s"', async (port) => {
    await expect(load('', { PORT: port })).rejects.toThrow(`PORT is "${port}", but must be a whole number`);
  });
});

describe('.env.example', () => {
  it('documents every variable that is used, and no other variables', () => {
    const text = readFileSync(path.join(__dirname, '../../../.env.example'), 'utf8');
    const own = environments.flatMap(({ app }) => Object.keys({ ...app?.environment, ...app?.secrets }));
    expect(Object.keys(parse(text.replace(/^#(?=\w+=)/gm, ''))).sort()).toEqual(
      [...new Set([...localVariables, ...own])].sort(),
    );
  });
});
