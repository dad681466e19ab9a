import { checkEnvironments } from '../../../stacks/checks/environment-checks';
import { monitoringProblems } from '../../../stacks/checks/monitoring-checks';
import { fixtureWith } from '../../support/stacks/fixture-environment';

const problems = (email?: string) => monitoringProblems(fixtureWith({ monitoring: { email } }));

describe('email address for alarms', () => {
  it.each(['alarms@example.com', 'first.last+alarms@mail.example.co.uk', "o'neil@example.com"])(
    'may be %s',
    (email) => {
      expect(problems(email)).toEqual([]);
    },
  );

  it('may be missing in an environment with monitoring', () => {
    expect(problems()).toEqual([]);
  });

  it('is not required in an environment without monitoring', () => {
    expect(monitoringProblems(fixtureWith({}))).toEqual([]);
  });

  it.each([
    '',
    'alarms',
    'alarms@',
    '@example.com',
    'alarms@example',
    'alarms@-example.com',
    'alarms@example..com',
    'Alarms <alarms@example.com>',
    'one@example.com, two@example.com',
    'mailto:alarms@example.com',
    ' alarms@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(125)}com`,
  ])('must not be "%s"', (email) => {
    expect(problems(email)).toEqual([
      expect.objectContaining({
        field: 'monitoring.email',
        value: email,
        remedy: expect.stringMatching(/example\.com/),
      }),
    ]);
  });

  it('is checked with the other settings of an environment', () => {
    expect(() => checkEnvironments([fixtureWith({ monitoring: { email: 'alarms' } })])).toThrow(
      'monitoring.email is "alarms". Use one email address',
    );
  });
});
