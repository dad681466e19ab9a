import type { Environment } from '../environment';
import { type DatabaseInstanceSettings, databaseDefaults } from '../settings/profiles-settings';
import { lookUpDatabaseClass } from './compute/instance-type-lookup';
import { failedChecks, type SettingsCheck, type SettingsProblem } from './settings-problem';
import { overlap, parseDailyWindow, parseWeeklyWindow } from './time-window';
import { isWholeNumber } from './whole-number';

/** The maximum size of a gp3 volume, in GiB. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const maxStorageGiB = 65_536;

/** The oldest supported major version of PostgreSQL. Before version 15, every user could create objects in the schema `public`. */
const oldestVersion = 15;

/**
 * The minimum length of a maintenance or backup window. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
const minWindowMinutes = 30;

/** Returns the problems with the database settings; an empty list if there are no profiles. */
export function databaseProblems({ profiles }: Environment): SettingsProblem[] {
  if (profiles === undefined) return [];
  const { database } = profiles;
  return failedChecks([...sizeChecks(database), ...versionChecks(database), ...windowChecks(database)]);
}

function sizeChecks({
  instanceClass,
  storageGiB,
  maxStorageGiB: maxGrowth,
}: DatabaseInstanceSettings): SettingsCheck[] {
  const found = lookUpDatabaseClass(instanceClass);
  const isValidStorage = isWholeNumber(storageGiB, 20, maxStorageGiB);
  const least = Math.ceil(((isValidStorage ? storageGiB : 20) * 11) / 10);
  return [
    {
      field: 'profiles.database.instanceClass',
      value: instanceClass,
      allowed: found.kind !== 'unknown',
      remedy: found.kind === 'unknown' ? found.remedy : '',
    },
    {
      field: 'profiles.database.storageGiB',
      value: storageGiB,
      allowed: isValidStorage,
      remedy: `Use a whole number from 20 to ${maxStorageGiB}.`,
    },
    {
      field: 'profiles.database.maxStorageGiB',
      value: maxGrowth,
      allowed: isWholeNumber(maxGrowth, least, maxStorageGiB),
      remedy: `Use a whole number from ${least} (10 % above storageGiB) to ${maxStorageGiB}.`,
    },
  ];
}

function versionChecks({
  engineVersion,
  allowMajorVersionUpgrade,
  applyImmediately,
}: DatabaseInstanceSettings): SettingsCheck[] {
  return [
    {
      field: 'profiles.database.engineVersion',
      value: engineVersion,
      allowed: engineVersion === undefined || isWholeNumber(engineVersion, oldestVersion, 99),
      remedy: `Use a major version of PostgreSQL, ${oldestVersion} or newer, as a whole number.`,
    },
    {
      field: 'profiles.database.allowMajorVersionUpgrade',
      value: allowMajorVersionUpgrade,
      allowed: allowMajorVersionUpgrade !== true || applyImmediately === true,
      remedy:
        'Add applyImmediately: true. Otherwise the upgrade waits for the maintenance window, and the apply fails, because the old parameter group is still in use.',
    },
  ];
}

function windowChecks(settings: DatabaseInstanceSettings): SettingsCheck[] {
  const maintenanceWindow = settings.maintenanceWindow ?? databaseDefaults.maintenanceWindow;
  const backupWindow = settings.backupWindow ?? databaseDefaults.backupWindow;
  const maintenance = parseWeeklyWindow(maintenanceWindow);
  const backup = parseDailyWindow(backupWindow);
  return [
    {
      field: 'profiles.database.maintenanceWindow',
      value: maintenanceWindow,
      allowed: (maintenance?.minutes ?? 0) >= minWindowMinutes,
      remedy: `Use a weekly window of at least ${minWindowMinutes} minutes, in UTC and lower case, for example ${databaseDefaults.maintenanceWindow}.`,
    },
    {
      field: 'profiles.database.backupWindow',
      value: backupWindow,
      allowed: (backup?.minutes ?? 0) >= minWindowMinutes,
      remedy: `Use a daily window of at least ${minWindowMinutes} minutes, in UTC, for example ${databaseDefaults.backupWindow}.`,
    },
    {
      field: 'profiles.database.maintenanceWindow',
      value: maintenanceWindow,
      allowed: !maintenance || !backup || !overlap(maintenance, backup),
      remedy: `RDS does not allow this window to overlap backupWindow (${backupWindow}). Change one of them.`,
    },
  ];
}
