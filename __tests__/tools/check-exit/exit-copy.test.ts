import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitPackages } from '../../../tools/check-exit/exit-copy';

describe('exitPackages', () => {
  it('are the packages of the install command in docs/decisions.md', () => {
    const decisions = readFileSync(resolve(__dirname, '../../../docs/decisions.md'), 'utf8');
    expect(decisions).toContain(`npm install --save-dev --save-exact ${exitPackages.join(' ')}\n`);
  });
});
