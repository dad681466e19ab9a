import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

describe('bench/views.ts', () => {
  test('prints the ratios and the memory', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bench/views.ts', '--smoke']);
    expect(stdout).toMatch(/^without posts +\d+ +\d+ +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^50 posts per second +\d+ +\d+ +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^Memory after 20 views \d+\.\d MiB/m);
  });
});
