import type { DatabaseInstanceSettings } from '../../../stacks/settings/profiles-settings';
import { type Changes, threeTiers } from '../../support/stacks/fixture-environment';
import { expectRejection, type RejectedSetting, settingsError } from '../../support/stacks/settings-errors';

function database(settings: Partial<DatabaseInstanceSettings>): Changes {
  return { ...threeTiers, profiles: { database: { ...threeTiers.profiles.database, ...settings } } };
}

describe('Database settings', () => {
  it.each<[string, Changes]>([
    ['another major version', database({ engineVersion: 18 })],
    ['an immediate upgrade', database({ allowMajorVersionUpgrade: true, applyImmediately: true })],
    [
      'the shortest windows, one directly after the other',
      database({ maintenanceWindow: 'mon:23:45-tue:00:15', backupWindow: '00:15-00:45' }),
    ],
    [
      'a maintenance window that starts when the backup window ends',
      database({ maintenanceWindow: 'thu:02:00-thu:03:00', backupWindow: '01:00-02:00' }),
    ],
  ])('are accepted with %s', (_title, changes) => {
    expect(settingsError(changes)).toBe('');
  });

  it.each<RejectedSetting>([
    [
      'an instance type instead of a class',
      database({ instanceClass: 't4g.micro' }),
      'profiles.database.instanceClass is "t4g.micro".',
      'db.t4g.micro',
    ],
    ['a minor version', database({ engineVersion: 17.5 }), 'profiles.database.engineVersion is 17.5.', 'major version'],
    [
      'a major upgrade without applyImmediately',
      database({ allowMajorVersionUpgrade: true }),
      'profiles.database.allowMajorVersionUpgrade is true.',
      'applyImmediately: true',
    ],
    ...[
      'Sun:03:00-Sun:04:00',
      'sun:3:00-sun:4:00',
      'sun:03:00-sun:03:29',
      'sun:03:00-sun:03:00',
      '03:00-04:00',
      'sun:24:00-mon:01:00',
      'son:03:00-son:04:00',
    ].map(
      (maintenanceWindow): RejectedSetting => [
        `the maintenance window ${maintenanceWindow}`,
        database({ maintenanceWindow }),
        `profiles.database.maintenanceWindow is "${maintenanceWindow}".`,
        'sun:03:00-sun:04:00',
      ],
    ),
    ...['1:00-2:00', '01:00-01:29', '01:00-01:00', '01:00-25:00', 'sun:01:00-sun:02:00'].map(
      (backupWindow): RejectedSetting => [
        `the backup window ${backupWindow}`,
        database({ backupWindow }),
        `profiles.database.backupWindow is "${backupWindow}".`,
        '01:00-02:00',
      ],
    ),
    ...[
      ['sun:01:30-sun:02:30', undefined],
      ['wed:00:30-wed:01:30', undefined],
      ['sat:22:00-sun:06:00', undefined],
      ['sun:23:30-mon:00:30', '00:00-01:00'],
      ['mon:00:00-mon:01:00', '23:30-00:30'],
      ['fri:01:15-fri:01:45', undefined],
    ].map(
      ([maintenanceWindow, backupWindow]): RejectedSetting => [
        `the maintenance window ${maintenanceWindow} and the ${
          backupWindow ? `backup window ${backupWindow}` : 'default backup window'
        }`,
        database({ maintenanceWindow, backupWindow }),
        `profiles.database.maintenanceWindow is "${maintenanceWindow}".`,
        `overlap backupWindow (${backupWindow ?? '01:00-02:00'})`,
      ],
    ),
  ])(
    'are rejected with %s; the error names the field, the value and the remedy',
    (_title, changes, fieldAndValue, remedy) => {
      expectRejection(changes, fieldAndValue, remedy);
    },
  );
});
