import { physicalName } from '../../stacks/names';

const long = { project: 'a-project-with-thirty-two-letters', name: 'productionenv001' };

describe('physicalName', () => {
  it('joins project, environment and resource with hyphens', () => {
    expect(physicalName({ project: 'eight-digit', name: 'dev' }, 'app', 'service')).toBe('eight-digit-dev-app');
  });

  it('returns at most 64 characters for a role, because AWS allows no more', () => {
    expect(physicalName(long, 'app-execution-of-something', 'role').length).toBeLessThanOrEqual(64);
  });

  it('returns different shortened names for resources that differ only at the end', () => {
    const names = ['one', 'two'].map((end) => physicalName(long, `app-execution-of-something-${end}`, 'role'));
    expect(new Set(names).size).toBe(2);
  });

  it('returns the same shortened name for the same arguments', () => {
    const name = () => physicalName(long, 'app-execution-of-something', 'role');
    expect(name()).toBe(name());
  });

  it('does not shorten a name that has exactly the maximum length', () => {
    const resource = 'r'.repeat(64 - 'eight-digit-dev-'.length);
    expect(physicalName({ project: 'eight-digit', name: 'dev' }, resource, 'role')).toBe(`eight-digit-dev-${resource}`);
  });
});
