import { balanced, type Changes } from '../../../support/stacks/fixture-environment';
import { settingsError } from '../../../support/stacks/settings-errors';

describe('Setting scale', () => {
  it('may have the same minimum and maximum', () => {
    expect(settingsError({ ...balanced, scale: { kind: 'automatic', min: 2, max: 2 } })).toBe('');
  });

  it.each<[string, Changes, string]>([
    [
      'scale.max',
      { scale: { kind: 'automatic', min: 4, max: 2 } },
      'scale.max is 2. Use a whole number from 4 (scale.min) to 100.',
    ],
    [
      'scale.tasks',
      { scale: { kind: 'fixed', tasks: 0 } },
      'scale.tasks is 0. Use a whole number from 1 to 100. To run no tasks, use `npm run park`.',
    ],
  ])('is rejected with an explanation if %s is out of range', (_field, changes, line) => {
    expect(settingsError({ ...balanced, ...changes }).split('\n')).toContain(`  ${line}`);
  });
});
