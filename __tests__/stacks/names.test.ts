import { physicalName } from '../../stacks/names';

const long = { project: 'a-project-with-thirty-two-letters', name: 'productionenv001' };

it('joins project, environment and resource', () => {
  expect(physicalName({ project: 'eight-digit', name: 'dev' }, 'app', 'service')).toBe('eight-digit-dev-app');
});

it('never exceeds what AWS allows', () => {
  expect(physicalName(long, 'app-execution-of-something', 'role').length).toBeLessThanOrEqual(64);
});

it('keeps long names apart that differ only at their ends', () => {
  const names = ['one', 'two'].map((end) => physicalName(long, `app-execution-of-something-${end}`, 'role'));
  expect(new Set(names).size).toBe(2);
});

it('gives the same name every time', () => {
  const name = () => physicalName(long, 'app-execution-of-something', 'role');
  expect(name()).toBe(name());
});

it('leaves a name alone that is as long as AWS allows', () => {
  const resource = 'r'.repeat(64 - 'eight-digit-dev-'.length);
  expect(physicalName({ project: 'eight-digit', name: 'dev' }, resource, 'role')).toBe(`eight-digit-dev-${resource}`);
});
