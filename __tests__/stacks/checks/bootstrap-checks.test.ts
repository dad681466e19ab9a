import { bootstrap as shippedBootstrap } from '../../../environments/bootstrap';
import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import { environmentErrorMessage } from '../../support/stacks/environment-error-message';
import { type Changes, fixtureWith, threeTiers } from '../../support/stacks/fixture-environment';
import { complete, environments } from '../../support/stacks/synthesized-bootstrap';

/** What a user reads about the complete bootstrap with these changes, which types would keep out in part. */
const complaint = (changes: object, others = environments) =>
  environmentErrorMessage(others, { ...complete, ...changes });

it('accepts the shipped bootstrap', () => {
  expect(() => checkEnvironments(environments, shippedBootstrap)).not.toThrow();
});

const github = (changes: object) => ({ github: { ...complete.github, ...changes } });
const cloud = (changes: object) => ({ terraformCloud: { ...complete.terraformCloud, ...changes } });
const budget = (changes: object) => ({ budget: { ...complete.budget, ...changes } });

it.each<[string, object]>([
  ['every part', {}],
  ['no part', { stateBucket: undefined, github: undefined, terraformCloud: undefined, budget: undefined }],
  ['no role for Terraform Cloud in a project', cloud({ project: undefined })],
  ['a repository whose names contain words of instructions', github({ repository: 'co-owner/repo-of-acme' })],
  [
    'a state in the bucket of the bootstrap',
    { state: { kind: 's3', bucket: 'eight-digit-bootstrap-state-123456789012-eu-central-1', region: 'eu-central-1' } },
  ],
  [
    'a state in another bucket, without its own',
    { state: { kind: 's3', bucket: 'acme-state', region: 'eu-central-1' }, stateBucket: undefined },
  ],
  ['a repository with dots', github({ repository: 'a-b/site.example_1' })],
  ['a repository without numbers', github({ ids: undefined })],
  ['ids that are numbers', github({ ids: { owner: 123, repository: 4567 } })],
  ['ids that are texts', github({ ids: { owner: '123', repository: '4567' } })],
  ['a project with spaces', cloud({ project: 'Web sites' })],
  ['a state in the bucket', { state: { kind: 's3', bucket: 'eight-digit-state', region: 'eu-central-1' } }],
  ['an account', { account: '012345678901' }],
  ['a mail address with a tag', budget({ email: 'ops+aws@mail.acme.co' })],
  [
    'a region of another partition, without roles',
    { region: 'us-gov-west-1', github: undefined, terraformCloud: undefined },
  ],
])('accepts %s', (_what, changes) => {
  expect(complaint(changes)).toBe('');
});

it.each<[string, object, RegExp]>([
  ['a field that is misspelt', { gitHub: {} }, /gitHub is \{\}\. There is no such field\. Did you mean "github"\?/],
  [
    'a missing field',
    github({ oidc: undefined }),
    /github\.oidc is missing\. Add it; stacks\/bootstrap\/bootstrap\.ts/,
  ],
  ['another word for oidc', cloud({ oidc: 'new' }), /terraformCloud\.oidc is "new"\. Use "create" or "existing"/],
  ['a project that AWS refuses', { project: 'Eight' }, /project is "Eight"/],
  ['a region that is none', { region: 'Frankfurt' }, /region is "Frankfurt"/],
  ...['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'].flatMap(
    (region): [string, object, RegExp][] => [
      [`${region}, with roles for GitHub`, { region, terraformCloud: undefined }, /region is .* The roles' policies/],
      [`${region}, with roles for Terraform Cloud`, { region, github: undefined }, /region is .* The roles' policies/],
    ],
  ),
  ['an account that is too short', { account: '123' }, /account is "123"/],
  [
    'a placeholder for the bucket',
    { state: { kind: 's3', bucket: 'your-bucket', region: 'eu-west-1' } },
    /state\.bucket is "your-bucket"/,
  ],
  [
    'a repository without its owner',
    github({ repository: 'site' }),
    /github\.repository is "site"\. Write owner and name/,
  ],
  [
    'the address of a repository',
    github({ repository: 'https://github.com/acme/site' }),
    /github\.repository is "https/,
  ],
  ['a folder of a repository', github({ repository: 'acme/site/tree' }), /github\.repository is "acme\/site\/tree"/],
  ...['user/site', 'username/site', 'acme/repo', 'acme/repository', 'acme/reponame', 'acme/my-repo-name'].map(
    (repository): [string, object, RegExp] => [
      `the repository ${repository} of instructions`,
      github({ repository }),
      /It only stands for a name/,
    ],
  ),
  ['a wildcard', github({ repository: 'acme/*' }), /github\.repository is "acme\/\*"/],
  [
    'the words for owner and name',
    github({ repository: 'OWNER/NAME' }),
    /github\.repository is "OWNER\/NAME"\. It only stands/,
  ],
  ['the word for an organization', github({ repository: 'your-organization/site' }), /It only stands for a name/],
  ['the word for a repository', github({ repository: 'acme/your-repo' }), /It only stands for a name/],
  [
    'an id that is a name',
    github({ ids: { owner: 'acme', repository: '4567' } }),
    /github\.ids\.owner is "acme"\. Use the digits/,
  ],
  ...['x123', '123x', '0123', 0, -1, 1.5, 2 ** 53].map((owner): [string, object, RegExp] => [
    `the id ${owner}`,
    github({ ids: { owner, repository: '4567' } }),
    /github\.ids\.owner is .*\. Use the digits/,
  ]),
  [
    'an id that is neither number nor text',
    github({ ids: { owner: true, repository: 4567 } }),
    /github\.ids\.owner is true\. Use a text or a number\./,
  ],
  ['one id without the other', github({ ids: { owner: '123' } }), /github\.ids\.repository is missing/],
  [
    'the word for an organization of Terraform Cloud',
    cloud({ organization: 'your-organization' }),
    /terraformCloud\.organization is "your-organization"\. It only stands/,
  ],
  ['a wildcard for an organization', cloud({ organization: 'ac*me' }), /terraformCloud\.organization is "ac\*me"/],
  ['a wildcard for a project', cloud({ project: '***' }), /terraformCloud\.project is "\*\*\*"/],
  ...[':abc', 'abc:'].map((project): [string, object, RegExp] => [
    `the project ${project}`,
    cloud({ project }),
    /terraformCloud\.project is ".*"\. Use 3 to 40 letters, digits, spaces, hyphens and underscores/,
  ]),
  ['a project that ends the claim', cloud({ project: 'a:workspace:b' }), /terraformCloud\.project is "a:workspace:b"/],
  ['cents', budget({ monthlyUsDollars: 9.99 }), /budget\.monthlyUsDollars is 9\.99/],
  ['an amount in quotes', budget({ monthlyUsDollars: '50' }), /budget\.monthlyUsDollars is "50"\. Use a number/],
  ['no address', budget({ email: 'NAME@DOMAIN' }), /budget\.email is "NAME@DOMAIN"\. Write one address/],
  ["the guide's word for an organization", cloud({ organization: 'NAME' }), /terraformCloud\.organization is "NAME"/],
])('refuses %s', (_what, changes, message) => {
  expect(complaint(changes)).toMatch(message);
});

it.each(['project', 'region', 'account', 'state', 'stateBucket', 'github', 'terraformCloud', 'budget'])(
  'says only what is wrong with the shape of %s',
  (part) => {
    expect(
      complaint({ [part]: 5 })
        .split('\n')
        .slice(1),
    ).toEqual([expect.stringMatching(`^  ${part}(\\.kind)? is `)]);
  },
);

it('names everything that is wrong at once, and whose it is', () => {
  const message = complaint({ region: 'Frankfurt', ...github({ repository: 'site' }), ...budget({ email: '' }) });
  expect(message).toMatch(/^The bootstrap cannot be built:\n {2}region .*\n {2}github.* .*\n {2}budget.* .*$/);
});

it('refuses a state that an environment has too', () => {
  const state = { kind: 'cloud', organization: 'acme', workspace: 'all' } as const;
  expect(complaint({ state }, [fixtureWith({ state })])).toContain('The state of dev is kept there too');
});

it('refuses to let the bucket go while states are in it', () => {
  const state = {
    kind: 's3',
    bucket: 'eight-digit-bootstrap-state-123456789012-eu-central-1',
    region: 'eu-central-1',
  } as const;
  const message = complaint({ state, stateBucket: undefined }, [fixtureWith({ state }), fixtureWith({ name: 'far' })]);
  expect(message).toContain(
    'stateBucket is missing. The bucket that it makes holds the state of bootstrap, dev; move that',
  );
});

describe('The policies of the plan role', () => {
  const many = (count: number, changes: Changes = {}) =>
    Array.from({ length: count }, (_value, index) =>
      fixtureWith({ ...changes, name: `dev${index}`, table: undefined }),
    );
  const elsewhere = fixtureWith({ name: 'far', table: undefined, account: '210987654321' });

  it.each([
    ['11 environments', many(11), 11],
    ['6 environments with private subnets', many(6, threeTiers), 12],
  ])('are too many for %s', (_what, environments, policies) => {
    expect(complaint({}, environments)).toMatch(
      new RegExp(`\\n  github is .* The plan role would need ${policies} policies: .* AWS allows 10\\. List fewer`),
    );
  });

  it.each([
    ['10 environments', many(10)],
    ['5 environments with private subnets', many(5, threeTiers)],
    ['10 environments and one of another account', [...many(10), elsewhere]],
  ])('are few enough for %s', (_what, environments) => {
    const account = '123456789012';
    expect(() => checkEnvironments(environments, { ...complete, account })).not.toThrow();
  });

  it('do not exist without roles for GitHub', () => {
    expect(complaint({ github: undefined }, many(11))).toBe('');
  });
});

it('is no name for an environment', () => {
  const named = fixtureWith({ name: 'bootstrap' });
  expect(() => checkEnvironments([named])).toThrow("It is the name of the account's own stack");
});
