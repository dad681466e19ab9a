import path from 'node:path';
import { createAppErrors } from '../../../tools/local/app-errors';

function printed(...lines: string[]): string[] {
  const output: string[] = [];
  const errors = createAppErrors((text) => output.push(text));
  lines.forEach(errors.line);
  errors.end();
  return output;
}

describe('createAppErrors', () => {
  it('prints only the location and the message of each syntax error, without the stack', () => {
    const file = path.resolve('app/http/health-router.ts');
    expect(
      printed(
        'node:internal/modules/run_main:123',
        '    triggerUncaughtException(',
        'Error: Transform failed with 2 errors:',
        `${file}:28:11: ERROR: Expected identifier but found ";"`,
        `${file}:30:1: ERROR: Unexpected "}"`,
        '    at failureErrorWithLog (esbuild/lib/main.js:1752:15)',
      ),
    ).toEqual([
      'app/http/health-router.ts:28:11: Expected identifier but found ";"',
      'app/http/health-router.ts:30:1: Unexpected "}"',
    ]);
  });

  it('prints any other error as Node does', () => {
    const lines = [
      'node:internal/modules/cjs/loader:1207',
      "Error: Cannot find module './nope'",
      '    at Module._load',
    ];
    expect(printed(...lines)).toEqual(lines);
  });

  it("prints a line at once if it is not part of Node's own output", () => {
    const output: string[] = [];
    createAppErrors((text) => output.push(text)).line('DYNAMO_TABLE is not set.');
    expect(output).toEqual(['DYNAMO_TABLE is not set.']);
  });
});
