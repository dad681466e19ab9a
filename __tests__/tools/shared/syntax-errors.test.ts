import path from 'node:path';
import { syntaxErrors } from '../../../tools/shared/syntax-errors';

describe('syntaxErrors', () => {
  it('returns the location and message of every syntax error in the output of a process', () => {
    const file = path.resolve('contract.ts');
    const output = `node:internal/process/promises:391\nError: Transform failed with 2 errors:\n${file}:7:22: ERROR: Unexpected ";"\n${file}:9:1: ERROR: Unexpected "}"\n    at failureErrorWithLog (esbuild/lib/main.js:1752:15)`;
    expect(syntaxErrors(output)).toEqual(['contract.ts:7:22: Unexpected ";"', 'contract.ts:9:1: Unexpected "}"']);
  });

  it('returns nothing for any other error', () => {
    expect(syntaxErrors("Error: Cannot find module './nope'\n    at Module._load")).toEqual([]);
  });
});
