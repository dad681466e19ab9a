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
  ])('for the name %s, returns %s', (name, expected) => {
    expect(isPreviewName(name)).toBe(expected);
  });
});

describe('Preview settings', () => {
  const balancedIn = (project: string) => fixtureWith({ ...balanced, project });
  const long = 'sixteen-letters-';
  const message = (base: Environment, bootstrap: Bootstrap = complete) =>
    environmentErrorMessage([fixtureWith({})], bootstrap, { base, days: 7 });

  it('are valid if the base is a listed environment or a changed copy of a listed environment', () => {
    expect([message(fixture), message(fixtureWith({ logRetentionDays: 1 }))]).toEqual(['', '']);
  });

  it('are checked like those of an environment: an invalid region is rejected', () => {
    expect(message(fixtureWith({ region: 'Frankfurt' }))).toMatch(
      /The environment "preview" has invalid settings:\n {2}region is "Frankfurt"/,
    );
  });

  it.each(['a listed', 'an unlisted'])(
    'are rejected if the base is %s environment whose domain is not in Route 53',
    (kind) => {
      const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
      const domain = { name: 'app.example.com', certificateArn };
      const base = fixtureWith({ ...balanced, ingress: { kind: 'load-balanced', domain } });
      expect(environmentErrorMessage(kind === 'a listed' ? [base] : [], complete, { base, days: 7 })).toMatch(
        /The environment "preview" has invalid settings:\n {2}base\.ingress\.domain\.certificateArn is "arn:.*A preview needs its own DNS record/,
      );
    },
  );

  it('are rejected if the base lacks a setting', () => {
    const { ingress: _missing, ...base } = fixture;
    expect(message(base as unknown as Environment)).toContain('ingress is missing.');
  });

  it('are not checked again if the base is a listed environment: each problem is reported once', () => {
    const base = fixtureWith({ region: 'Frankfurt' });
    const found = environmentErrorMessage([base], complete, { base, days: 7 });
    expect(found.match(/Frankfurt/g)).toHaveLength(1);
  });

  const { github: _github, terraformCloud: _terraformCloud, ...withoutRoles } = complete;

  it.each<[string, Environment, Bootstrap]>([
    ['a project of 15 characters and a load balancer', balancedIn(long.slice(0, 15)), complete],
    ['a longer project and no load balancer', fixtureWith({ project: `${long}x` }), complete],
    ['a longer project and a load balancer, without roles', balancedIn(`${long}x`), withoutRoles],
  ])('are valid with %s', (_title, base, bootstrap) => {
    expect(message(base, bootstrap)).toBe('');
  });

  it('are rejected with a project of more than 15 characters, a load balancer and roles', () => {
    expect(message(balancedIn(`${long}x`))).toContain('only if project has at most 15');
  });
});

describe('Preview', () => {
  it('passes the checks together with its base', () => {
    expect(() => checkEnvironments([fixture, preview({ table: { name: 'Shared' } })])).not.toThrow();
  });

  it.each(['preview1', 'preview'])('reserves the name %s, so that no listed environment can have it', (name) => {
    expect(environmentErrorMessage([{ ...fixture, name }])).toContain(
      `name is "${name}". Names that start with preview are reserved for npm run preview. Use another name.`,
    );
  });

  it('has its own table, even if its base names a table', () => {
    expect(tableName(preview({ table: { name: 'Shared' } }))).toBe('eight-digit-previewpr42-entries');
  });

  it("can be deleted even if its base has removal: 'protect'", () => {
    expect(preview({ removal: 'protect' }).removal).toBe('destroy');
  });

  it('tags every resource with its expiry date', () => {
    expect(synthesized(preview()).provider.aws?.[0]?.default_tags).toMatchObject([
      { tags: { Environment: 'previewpr42', Expires: '2027-01-06' } },
    ]);
  });

  it("has a subdomain of its base's domain", () => {
    const domain = { name: 'app.example.com', zone: 'example.com' };
    expect(preview({ ...balanced, ingress: { kind: 'load-balanced', domain } }).ingress).toEqual({
      kind: 'load-balanced',
      domain: { name: 'previewpr42.app.example.com', zone: 'example.com' },
    });
  });

  it('does not use the Terraform Cloud workspace of its base', () => {
    const state = { kind: 'cloud', organization: 'acme', workspace: 'dev-workspace' } as const;
    expect(preview({ state }).state).toEqual({ kind: 'cloud', organization: 'acme' });
  });

  it.each([0, 366, 1.5, Number.NaN])('must last 1 to 365 whole days: %s is rejected', (days) => {
    expect(() => preview({}, days)).toThrow(
      `environments/preview.ts: days is ${days}. Use a whole number from 1 to 365.`,
    );
  });
});
