import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

test('the benchmark of the latest entry runs and prints its ratio', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/latest.ts', '--smoke']);
  expect(stdout).toMatch(/^ +100 +\d+\.\d{3}$/m);
  expect(stdout).toMatch(/^ +1000 +\d+\.\d{3}$/m);
  expect(stdout).toMatch(/ratio +\d+\.\d\d/);
});
