import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

describe('bench/latest.ts', () => {
  test('prints the times and their ratio', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/latest.ts', '--smoke']);
    expect(stdout).toMatch(/^ +100 +\d+\.\d{3}$/m);
    expect(stdout).toMatch(/^ +1000 +\d+\.\d{3}$/m);
    expect(stdout).toMatch(/ratio +\d+\.\d\d/);
  });
});
