import { checkEnvironments } from '../../stacks/checks/environment-checks';
import { tableName } from '../../stacks/names';
import { isPreviewName, previewEnvironment } from '../../stacks/preview';
import { environmentErrorMessage } from '../support/stacks/environment-error-message';
import { balanced, type Changes, fixture } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

const noon = new Date('2026-12-30T12:00:00Z');

function preview(changes: Changes = {}, days = 7) {
  return previewEnvironment({ base: { ...fixture, ...changes } as typeof fixture, days }, 'previewpr42', noon);
}

describe('Name of a preview', () => {
  it.each([
    ['previewpr42', true],
    ['preview', false],
    ['dev', false],
  ])('%s: %s', (name, expected) => {
    expect(isPreviewName(name)).toBe(expected);
  });

  it('cannot be the name of a listed environment', () => {
    expect(environmentErrorMessage([{ ...fixture, name: 'preview1' }])).toContain(
      'name is "preview1". Names that start with preview belong to npm run preview. Use another name.',
    );
  });
});

describe('Preview', () => {
  it('can be built beside its base', () => {
    expect(() => checkEnvironments([fixture, preview({ table: { name: 'Shared' } })])).not.toThrow();
  });

  it('has names of its own, also of a table that its base names', () => {
    expect(tableName(preview({ table: { name: 'Shared' } }))).toBe('eight-digit-previewpr42-entries');
  });

  it('is never protected', () => {
    expect(preview({ removal: 'protect' }).removal).toBe('destroy');
  });

  it('tags every resource with its last day', () => {
    expect(synthesized(preview()).provider.aws?.[0]?.default_tags).toMatchObject([
      { tags: { Environment: 'previewpr42', Expires: '2027-01-06' } },
    ]);
  });

  it('has a domain below the domain of its base', () => {
    const domain = { name: 'app.example.com', zone: 'example.com' };
    expect(preview({ ...balanced, ingress: { kind: 'load-balanced', domain } }).ingress).toEqual({
      kind: 'load-balanced',
      domain: { name: 'previewpr42.app.example.com', zone: 'example.com' },
    });
  });

  it('has a workspace of its own', () => {
    const state = { kind: 'cloud', organization: 'acme', workspace: 'dev-workspace' } as const;
    expect(preview({ state }).state).toEqual({ kind: 'cloud', organization: 'acme' });
  });

  it.each([0, 366, 1.5, Number.NaN])('rejects %s days', (days) => {
    expect(() => preview({}, days)).toThrow(
      `environments/preview.ts: days is ${days}. Use a whole number from 1 to 365.`,
    );
  });
});
