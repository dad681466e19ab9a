import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitPackages } from '../../../tools/check-exit/exit-copy';

describe('exitPackages', () => {
  it('lists the packages that the command in docs/decisions.md installs', () => {
    const decisions = readFileSync(resolve(__dirname, '../../../docs/decisions.md'), 'utf8');
    expect(decisions).toContain(`npm install --save-dev --save-exact ${exitPackages.join(' ')}\n`);
  });
});
