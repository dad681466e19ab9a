import type { Bootstrap } from '../../stacks/bootstrap/bootstrap';
import { checkEnvironments } from '../../stacks/checks/environment-checks';
import type { Environment } from '../../stacks/environment';
import { tableName } from '../../stacks/names';
import { isPreviewName, previewEnvironment } from '../../stacks/preview';
import { environmentErrorMessage } from '../support/stacks/environment-error-message';
import { complete } from '../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, fixtureWith } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

const noon = new Date('2026-12-30T12:00:00Z');

function preview(changes: Changes = {}, days = 7) {
  return previewEnvironment({ base: { ...fixture, ...changes } as typeof fixture, days }, 'previewpr42', noon);
}

describe('isPreviewName', () => {
  it.each([
    ['previewpr42', true],
    ['preview', false],
    ['dev', false],
  ])('returns for %s: %s', (name, expected) => {
    expect(isPreviewName(name)).toBe(expected);
  });
});

describe('Settings of previews', () => {
  const balancedIn = (project: string) => fixtureWith({ ...balanced, project });
  const long = 'sixteen-letters-';
  const message = (base: Environment, bootstrap: Bootstrap = complete) =>
    environmentErrorMessage([fixtureWith({})], bootstrap, { base, days: 7 });

  it('are valid with a listed or a changed environment', () => {
    expect([message(fixture), message(fixtureWith({ logRetentionDays: 1 }))]).toEqual(['', '']);
  });

  it('are checked like an environment', () => {
    expect(message(fixtureWith({ region: 'Frankfurt' }))).toMatch(
      /The environment "preview" has invalid settings:\n {2}region is "Frankfurt"/,
    );
  });

  it.each([true, false])('are rejected with a domain whose DNS is elsewhere; base is listed: %s', (isListed) => {
    const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
    const domain = { name: 'app.example.com', certificateArn };
    const base = fixtureWith({ ...balanced, ingress: { kind: 'load-balanced', domain } });
    expect(environmentErrorMessage(isListed ? [base] : [], complete, { base, days: 7 })).toMatch(
      /The environment "preview" has invalid settings:\n {2}base\.ingress\.domain\.certificateArn is "arn:.*A preview needs its own DNS record/,
    );
  });

  it('are checked for missing settings', () => {
    const { ingress: _missing, ...base } = fixture;
    expect(message(base as unknown as Environment)).toContain('ingress is missing.');
  });

  it('are not checked twice if the environment is listed', () => {
    const base = fixtureWith({ region: 'Frankfurt' });
    const found = environmentErrorMessage([base], complete, { base, days: 7 });
    expect(found.match(/Frankfurt/g)).toHaveLength(1);
  });

  const { github: _github, terraformCloud: _terraformCloud, ...withoutRoles } = complete;

  it.each<[string, string, Environment, Bootstrap]>([
    ['a load balancer and a project of 15 characters', '', balancedIn(long.slice(0, 15)), complete],
    ['a load balancer and a longer project', 'only if project has at most 15', balancedIn(`${long}x`), complete],
    ['no load balancer and a longer project', '', fixtureWith({ project: `${long}x` }), complete],
    ['a load balancer and a longer project, without roles', '', balancedIn(`${long}x`), withoutRoles],
  ])('with %s, have the problem "%s"', (_title, expected, base, bootstrap) => {
    expect(message(base, bootstrap)).toEqual(expected === '' ? '' : expect.stringContaining(expected));
  });
});

describe('Preview', () => {
  it('can be synthesized together with its base', () => {
    expect(() => checkEnvironments([fixture, preview({ table: { name: 'Shared' } })])).not.toThrow();
  });

  it.each(['preview1', 'preview'])('cannot be a listed environment with the name %s', (name) => {
    expect(environmentErrorMessage([{ ...fixture, name }])).toContain(
      `name is "${name}". Names that start with preview are reserved for npm run preview. Use another name.`,
    );
  });

  it('has another table than its base, even if its base names a table', () => {
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

  it('has another workspace than its base', () => {
    const state = { kind: 'cloud', organization: 'acme', workspace: 'dev-workspace' } as const;
    expect(preview({ state }).state).toEqual({ kind: 'cloud', organization: 'acme' });
  });

  it.each([0, 366, 1.5, Number.NaN])('rejects %s days', (days) => {
    expect(() => preview({}, days)).toThrow(
      `environments/preview.ts: days is ${days}. Use a whole number from 1 to 365.`,
    );
  });
});
