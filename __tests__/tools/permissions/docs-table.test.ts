import { readFileSync } from 'node:fs';
import { docsPage, permissionsTable, replaceTable, tableIn } from '../../../tools/permissions/docs-table';
import { threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';

const table = permissionsTable(synthesized({ ...threeTiers, removal: 'protect' }));

describe('Table of docs/permissions.md', () => {
  it('is current. To update it: npm run permissions prod -- --docs', () => {
    expect(tableIn(readFileSync(docsPage, 'utf8'), 'prod')).toBe(table);
  });

  it('contains, for each service, how many actions read and how many change, and what limits them', () => {
    expect(table).toContain('| `dynamodb` | 4 | 7 | names | names |\n');
    expect(table).toContain('| `events` | 3 | 6 | names | names |\n');
  });

  it('is replaced only by a table of the same environment', () => {
    const page = 'a\n\n<!-- permissions prod -->\n\n| old |\n| row |\n\nb\n';
    expect(replaceTable(page, 'prod', '| new |\n')).toBe('a\n\n<!-- permissions prod -->\n\n| new |\n\nb\n');
    expect(replaceTable(page, 'dev', '| new |\n')).toBeUndefined();
  });
});
