import { checkEnvironments } from '../../../../stacks/checks/environment-checks';
import { environmentErrorMessage } from '../../../support/stacks/environment-error-message';
import { complete, environments } from '../../../support/stacks/fixture-bootstrap';
import { type Changes, fixtureWith, threeTiers } from '../../../support/stacks/fixture-environment';

/** Returns the error message for the complete bootstrap with these changes. */
const message = (changes: object, others = environments) =>
  environmentErrorMessage(others, { ...complete, ...changes });

describe('policies of the plan role', () => {
  const many = (count: number, changes: Changes = {}) =>
    Array.from({ length: count }, (_value, index) =>
      fixtureWith({ ...changes, name: `dev${index}`, table: undefined }),
    );
  const elsewhere = fixtureWith({ name: 'far', table: undefined, account: '210987654321' });

  it.each([
    ['11 environments', many(11), 11],
    ['6 environments with private subnets', many(6, threeTiers), 12],
  ])('are rejected for %s, because AWS allows at most ten policies', (_what, environments, policies) => {
    expect(message({}, environments)).toMatch(
      new RegExp(
        `\\n  github cannot be used with these environments\\. The plan role needs ${policies} policies: .* AWS allows 10\\. List fewer`,
      ),
    );
  });

  it.each([
    ['10 environments', many(10)],
    ['5 environments with private subnets', many(5, threeTiers)],
    ['10 environments and one in another account', [...many(10), elsewhere]],
  ])('are accepted for %s', (_what, environments) => {
    const account = '123456789012';
    expect(() => checkEnvironments(environments, { ...complete, account })).not.toThrow();
  });

  it('do not exist without roles for GitHub, so 11 environments are accepted', () => {
    expect(message({ github: undefined }, many(11))).toBe('');
  });
});

describe('permissions boundary of an environment', () => {
  const withSecrets = (count: number) => {
    const names = Array.from({ length: count }, (_value, index) => `KEY_${index}`);
    const secrets = Object.fromEntries(names.map((name) => [name, { parameter: `/${'x'.repeat(100)}/${name}` }]));
    return message({}, [fixtureWith({ app: { secrets } })]);
  };

  it('may list 15 parameters, but not 40, because 40 would exceed the size limit of a policy', () => {
    expect(withSecrets(15)).toBe('');
    expect(withSecrets(40)).toMatch(
      /app is "dev"\. The permissions boundary of this environment would have \d+ characters; AWS allows 6144\. Use fewer secrets/,
    );
  });

  it('does not exist without roles in the bootstrap, so the number of secrets has no limit', () => {
    const secrets = Object.fromEntries(
      Array.from({ length: 60 }, (_value, index) => [`KEY_${index}`, { parameter: `/${'x'.repeat(100)}/${index}` }]),
    );
    const without = { github: undefined, terraformCloud: undefined };
    expect(message(without, [fixtureWith({ app: { secrets } })])).toBe('');
  });
});
