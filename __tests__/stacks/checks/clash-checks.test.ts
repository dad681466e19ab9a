import { fixture } from '../../support/stacks/fixture-environment';
import { settingsError } from '../../support/stacks/settings-errors';

describe("Check of two environments' names", () => {
  it('reports only one error if two environments have the same name', () => {
    expect(settingsError({}, {}).split('\n').slice(1)).toEqual([
      expect.stringContaining(
        'name is "dev". Another environment has this name: in the list of environments/index.ts, entry 1 and entry 2.',
      ),
    ]);
  });
});

describe("Check of two environments' projects", () => {
  const similar = { project: `${fixture.project}-dev`, name: 'prod', table: undefined };

  it.each([
    ['first', [{}, similar]],
    ['second', [similar, {}]],
  ])(
    'rejects a project whose resource names would have the same prefix as those of the %s environment',
    (_which, environments) => {
      expect(settingsError(...environments)).toMatch(
        /project is "eight-digit(-dev)?"\. .* roles of one environment could then change resources/,
      );
    },
  );

  it.each([
    [
      "a project name in which no hyphen follows the environment's name",
      { ...similar, project: `${fixture.project}-dev2` },
    ],
    ['a longer environment name in the same project', { name: 'dev2', table: undefined }],
    ['an environment in another account', { ...similar, account: '210987654321' }],
  ])('accepts %s', (_what, environment) => {
    expect(settingsError({ account: '123456789012' }, environment)).toBe('');
  });
});

describe("Check of two environments' tables", () => {
  it('rejects two environments with the same table in the same account and region', () => {
    expect(settingsError({}, { name: 'other' })).toContain(
      'table.name is "EightDigit". The environment dev uses the same table',
    );
  });

  it("rejects a table name that is the default name of another environment's table", () => {
    expect(settingsError({ table: {} }, { name: 'other', table: { name: 'eight-digit-dev-entries' } })).toContain(
      'table.name is "eight-digit-dev-entries". The environment dev uses the same table',
    );
  });

  it.each([
    ['the first is not set', undefined, '123456789012'],
    ['the second is not set', '123456789012', undefined],
    ['both are 123456789012', '123456789012', '123456789012'],
  ])('rejects the same table if the accounts may be the same: %s', (_which, account, other) => {
    expect(settingsError({ account }, { name: 'other', account: other })).toContain(
      'The environment dev uses the same table',
    );
  });

  it('accepts the same table name in two accounts', () => {
    expect(settingsError({ account: '123456789012' }, { name: 'other', account: '210987654321' })).toBe('');
  });

  it('accepts the same table name in two regions', () => {
    expect(settingsError({}, { name: 'other', region: 'eu-west-1' })).toBe('');
  });
});
