import { bootstrap as shippedBootstrap } from '../../../../environments/bootstrap';
import { checkEnvironments } from '../../../../stacks/checks/environment-checks';
import { environmentErrorMessage } from '../../../support/stacks/environment-error-message';
import { complete, environments } from '../../../support/stacks/fixture-bootstrap';
import { fixtureWith } from '../../../support/stacks/fixture-environment';

/** Returns the error message for the complete bootstrap with these changes. They are untyped, because some have invalid types. */
const message = (changes: object, others = environments) =>
  environmentErrorMessage(others, { ...complete, ...changes });

describe('check of the bootstrap', () => {
  it('accepts the shipped bootstrap', () => {
    expect(() => checkEnvironments(environments, shippedBootstrap)).not.toThrow();
  });

  const github = (changes: object) => ({ github: { ...complete.github, ...changes } });
  const cloud = (changes: object) => ({ terraformCloud: { ...complete.terraformCloud, ...changes } });
  const budget = (changes: object) => ({ budget: { ...complete.budget, ...changes } });

  it.each<[string, object]>([
    ['a bootstrap with all parts', {}],
    [
      'a bootstrap without optional parts',
      { stateBucket: undefined, github: undefined, terraformCloud: undefined, budget: undefined },
    ],
    ['Terraform Cloud without a project', cloud({ project: undefined })],
    [
      'a repository whose name contains words that also occur in placeholders',
      github({ repository: 'co-owner/repo-of-acme' }),
    ],
    [
      'a state in the bucket of the bootstrap',
      {
        state: { kind: 's3', bucket: 'eight-digit-bootstrap-state-123456789012-eu-central-1', region: 'eu-central-1' },
      },
    ],
    [
      'a state in another bucket, without the state bucket of the bootstrap',
      { state: { kind: 's3', bucket: 'acme-state', region: 'eu-central-1' }, stateBucket: undefined },
    ],
    ['a repository with dots', github({ repository: 'a-b/site.example_1' })],
    ['a repository without ids', github({ ids: undefined })],
    ['reviewers', github({ reviewers: ['ada', 'ada-l_corp', 'acme/site_ops-1'] })],
    ['an empty list of reviewers', github({ reviewers: [] })],
    ['ids that are numbers', github({ ids: { owner: 123, repository: 4567 } })],
    ['ids that are strings', github({ ids: { owner: '123', repository: '4567' } })],
    ['a project with spaces', cloud({ project: 'Web sites' })],
    [
      'a state in another bucket, with the state bucket of the bootstrap',
      { state: { kind: 's3', bucket: 'eight-digit-state', region: 'eu-central-1' } },
    ],
    ['an account', { account: '012345678901' }],
    ['an email address with a tag', budget({ email: 'ops+aws@mail.acme.co' })],
    [
      'a region of another partition, without roles',
      { region: 'us-gov-west-1', github: undefined, terraformCloud: undefined },
    ],
  ])('accepts %s', (_what, changes) => {
    expect(message(changes)).toBe('');
  });

  it.each<[string, object, RegExp]>([
    ['a misspelt field', { gitHub: {} }, /gitHub is \{\}\. There is no such field\. Did you mean "github"\?/],
    [
      'a missing field',
      github({ oidc: undefined }),
      /github\.oidc is missing\. Add the setting; stacks\/bootstrap\/bootstrap\.ts/,
    ],
    ['an unknown value of oidc', cloud({ oidc: 'new' }), /terraformCloud\.oidc is "new"\. Use "create" or "existing"/],
    ['an upper-case project', { project: 'Eight' }, /project is "Eight"/],
    ['an unknown region', { region: 'Frankfurt' }, /region is "Frankfurt"/],
    ...['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'].flatMap(
      (region): [string, object, RegExp][] => [
        [
          `the region ${region} with roles for GitHub`,
          { region, terraformCloud: undefined },
          /region is .* The roles' policies/,
        ],
        [
          `the region ${region} with roles for Terraform Cloud`,
          { region, github: undefined },
          /region is .* The roles' policies/,
        ],
      ],
    ),
    ['an account that is too short', { account: '123' }, /account is "123"/],
    [
      'a placeholder for the bucket',
      { state: { kind: 's3', bucket: 'your-bucket', region: 'eu-west-1' } },
      /state\.bucket is "your-bucket"/,
    ],
    ['a repository without its owner', github({ repository: 'site' }), /github\.repository is "site"\. Use OWNER/],
    ['the URL of a repository', github({ repository: 'https://github.com/acme/site' }), /github\.repository is "https/],
    ['a path in a repository', github({ repository: 'acme/site/tree' }), /github\.repository is "acme\/site\/tree"/],
    ...['user/site', 'username/site', 'acme/repo', 'acme/repository', 'acme/reponame', 'acme/my-repo-name'].map(
      (repository): [string, object, RegExp] => [
        `the example repository ${repository}`,
        github({ repository }),
        /This is a placeholder/,
      ],
    ),
    ['a wildcard for a repository', github({ repository: 'acme/*' }), /github\.repository is "acme\/\*"/],
    [
      'the placeholder OWNER/NAME',
      github({ repository: 'OWNER/NAME' }),
      /github\.repository is "OWNER\/NAME"\. This is a placeholder/,
    ],
    ['a placeholder for an owner', github({ repository: 'your-organization/site' }), /This is a placeholder/],
    ['a placeholder for a repository', github({ repository: 'acme/your-repo' }), /This is a placeholder/],
    ...['@ada', 'acme/Site Ops', 'https://github.com/ada', ''].map((reviewer): [string, object, RegExp] => [
      `the reviewer "${reviewer}"`,
      github({ reviewers: ['ada', reviewer] }),
      /github\.reviewers\.1 is .*\. Use a user's login without @/,
    ]),
    [
      'seven reviewers',
      github({ reviewers: [...'abcdefg'] }),
      /github\.reviewers is .*\. GitHub accepts at most six reviewers/,
    ],
    [
      'an id that is a name',
      github({ ids: { owner: 'acme', repository: '4567' } }),
      /github\.ids\.owner is "acme"\. Use the numbers/,
    ],
    ...['x123', '123x', '0123', 0, -1, 1.5, 2 ** 53].map((owner): [string, object, RegExp] => [
      `the id ${owner}`,
      github({ ids: { owner, repository: '4567' } }),
      /github\.ids\.owner is .*\. Use the numbers/,
    ]),
    [
      'an id that is a boolean',
      github({ ids: { owner: true, repository: 4567 } }),
      /github\.ids\.owner is true\. Use a string or a number\./,
    ],
    ['one id without the other', github({ ids: { owner: '123' } }), /github\.ids\.repository is missing/],
    [
      'a placeholder for an organization',
      cloud({ organization: 'your-organization' }),
      /terraformCloud\.organization is "your-organization"\. This is a placeholder/,
    ],
    ['a wildcard for an organization', cloud({ organization: 'ac*me' }), /terraformCloud\.organization is "ac\*me"/],
    ['a wildcard for a project', cloud({ project: '***' }), /terraformCloud\.project is "\*\*\*"/],
    ...[':abc', 'abc:'].map((project): [string, object, RegExp] => [
      `the project ${project}`,
      cloud({ project }),
      /terraformCloud\.project is ".*"\. Use 3 to 40 letters, digits, spaces, hyphens and underscores/,
    ]),
    [
      'a project that contains `:workspace:`',
      cloud({ project: 'a:workspace:b' }),
      /terraformCloud\.project is "a:workspace:b"/,
    ],
    ['an amount with cents', budget({ monthlyUsDollars: 9.99 }), /budget\.monthlyUsDollars is 9\.99/],
    ['an amount in quotes', budget({ monthlyUsDollars: '50' }), /budget\.monthlyUsDollars is "50"\. Use a number/],
    [
      'a placeholder for an email address',
      budget({ email: 'NAME@DOMAIN' }),
      /budget\.email is "NAME@DOMAIN"\. Use one email address/,
    ],
    [
      'the placeholder NAME for an organization',
      cloud({ organization: 'NAME' }),
      /terraformCloud\.organization is "NAME"/,
    ],
  ])('rejects %s', (_what, changes, expected) => {
    expect(message(changes)).toMatch(expected);
  });

  it.each(['project', 'region', 'account', 'state', 'stateBucket', 'github', 'terraformCloud', 'budget'])(
    'reports a wrong type of %s with exactly one error',
    (part) => {
      expect(
        message({ [part]: 5 })
          .split('\n')
          .slice(1),
      ).toEqual([expect.stringMatching(`^  ${part}(\\.kind)? is `)]);
    },
  );

  it('reports all problems at once', () => {
    const found = message({ region: 'Frankfurt', ...github({ repository: 'site' }), ...budget({ email: '' }) });
    expect(found).toMatch(/^The bootstrap has invalid settings:\n {2}region .*\n {2}github.* .*\n {2}budget.* .*$/);
  });

  it('rejects a state in the workspace of an environment', () => {
    const state = { kind: 'cloud', organization: 'acme', workspace: 'all' } as const;
    expect(message({ state }, [fixtureWith({ state })])).toContain(
      'The environment dev stores its state in the same place',
    );
  });

  it('rejects the removal of the state bucket while it contains states', () => {
    const state = {
      kind: 's3',
      bucket: 'eight-digit-bootstrap-state-123456789012-eu-central-1',
      region: 'eu-central-1',
    } as const;
    const found = message({ state, stateBucket: undefined }, [fixtureWith({ state }), fixtureWith({ name: 'far' })]);
    expect(found).toContain('stateBucket is missing. The bucket contains the state of bootstrap, dev. Restore');
  });
});

describe('check of an environment', () => {
  it('rejects the name `bootstrap`, because the bootstrap has this name', () => {
    const named = fixtureWith({ name: 'bootstrap' });
    expect(() => checkEnvironments([named])).toThrow('The bootstrap (environments/bootstrap.ts) has this name');
  });
});
