import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unusableDataError } from '../../../../tools/local/unusable-data';

const modules = path.resolve(__dirname, '../../../../tools/local/stores');
const data = mkdtempSync(path.join(tmpdir(), 'store-failure-'));

afterAll(() => rmSync(data, { recursive: true }));

/** A program that fills a table until a file reaches the shell's file size limit, which has the effect of a full disk. */
const program = `
  const { openDynamoDb } = require('${modules}/local-dynamodb.ts');
  const { callDynamoDb } = require('${modules}/local-table.ts');
  const { listenForStoreFailure } = require('${modules}/store-failure.ts');
  const folder = ${JSON.stringify(path.join(data, 'dynamodb'))};
  listenForStoreFailure({ dynamodb: folder, reset: 'npm run reset' }).failed.catch(({ message }) => {
    console.log(message);
    process.exit();
  });
  openDynamoDb(folder).then(async ({ endpoint, ensureTable }) => {
    const port = Number(new URL(endpoint).port);
    const key = { AttributeName: 'k', AttributeType: 'S', KeyType: 'HASH' };
    await ensureTable({ TableName: 'Full', KeySchema: [key], AttributeDefinitions: [key], BillingMode: 'PAY_PER_REQUEST' });
    for (let n = 0; n < 1000; n += 1) {
      await callDynamoDb(port, 'PutItem', { TableName: 'Full', Item: { k: { S: String(n) }, v: { S: 'x'.repeat(5000) } } });
    }
  });
`;

describe('listenForStoreFailure', () => {
  it('reports a file error without advice to delete files', async () => {
    const script = [
      '-c',
      'ulimit -f 128; exec "$@"',
      'sh',
      process.execPath,
      '--require',
      'tsx/cjs',
      '--eval',
      program,
    ];
    const { stdout, stderr } = await promisify(execFile)('sh', script);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^The data in .*dynamodb cannot be used \(IO error: .*\). Reading or writing failed\. .* the data is kept\.\n$/,
    );
  });
});

describe('unusableDataError', () => {
  const remedy = (problem: string) => unusableDataError('.local/dev', problem, 'npm run reset').message;

  it.each(['Corruption: bad record', 'exit code 1'])(
    'suggests the command that deletes the data for "%s"',
    (problem) => {
      expect(remedy(problem)).toContain('"npm run reset" deletes all local data of this environment.');
    },
  );

  it.each(['IO error: 000003.log: No space left on device', 'ENOSPC: no space left on device, write'])(
    'suggests freeing space for "%s"',
    (problem) => expect(remedy(problem)).toMatch(/free space, and start again; the data is kept\.$/),
  );

  it('says that the user is not allowed to write if permission is denied', () => {
    expect(remedy('IO error: LOCK: Permission denied')).toContain('This user is not allowed to write there');
  });
});
