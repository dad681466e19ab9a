import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitPackages } from '../../../tools/check-exit/exit-copy';

describe('exitPackages', () => {
  it('match the documented command', () => {
    const decisions = readFileSync(resolve(__dirname, '../../../docs/decisions.md'), 'utf8');
    expect(decisions).toContain(`npm install --save-dev --save-exact ${exitPackages.join(' ')}\n`);
  });
});
