import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

test('the benchmark of the home page runs and prints its ratios', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/views.ts', '--smoke']);
  expect(stdout).toMatch(/^quiet +\d+ +\d+ +\d+\.\d\d$/m);
  expect(stdout).toMatch(/^50 entries a second +\d+ +\d+ +\d+\.\d\d$/m);
  expect(stdout).toMatch(/^Memory after 20 views \d+\.\d MiB/m);
});
