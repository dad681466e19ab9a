import { readFileSync } from 'node:fs';
import type { Row } from '../../bench/benchmark';
import { updateTable } from '../../bench/results-table';

const page = 'Text\n\n<!-- begin: benchmarks. npm run bench -->\n<!-- end: benchmarks -->\n\nMore\n';
const today = { date: '2026-11-29', machine: '2 × CPU, Node 20' };
const home: Row = { what: 'home page', comparedWith: 'node', goal: '0.6', measured: '0.65 (1 vs. 2)', isMet: true };
const posts: Row = { what: 'posts', comparedWith: 'SDK', goal: '0.85', measured: '0.80', isMet: false };

describe('Table of benchmark results', () => {
  test('gets a row for each result, with the day and the machine', () => {
    const text = updateTable(page, [home, posts], today);
    expect(text).toContain('| home page | node | 0.6 | 0.65 (1 vs. 2) | yes | 2026-11-29 | 2 × CPU, Node 20 |\n');
    expect(text).toContain('| posts | SDK | 0.85 | 0.80 | **no** | 2026-11-29 | 2 × CPU, Node 20 |\n');
    expect(text).toMatch(/^Text\n[\s\S]*More\n$/);
  });

  test('keeps the other rows, the order of the rows and the surrounding text when a row is replaced', () => {
    const first = updateTable(page, [home, posts], today);
    const second = updateTable(first, [{ ...home, measured: '0.70' }], { ...today, date: '2026-11-30' });
    expect(second).toBe(first.replace('0.65 (1 vs. 2) | yes | 2026-11-29', '0.70 | yes | 2026-11-30'));
  });

  test('cannot be written into a page without markers: the error names the missing lines', () => {
    expect(() => updateTable('Text', [home], today)).toThrow(/lacks the lines/);
  });

  test('can be written into docs/benchmarks.md', () => {
    expect(updateTable(readFileSync('docs/benchmarks.md', 'utf8'), [home], today)).toContain('| home page | node |');
  });
});
