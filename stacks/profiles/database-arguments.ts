import { Fn, Op, TerraformSelf } from 'cdktf';
import type { Environment } from '../environment';
import { type DatabaseInstanceSettings, databaseDefaults } from '../settings/profiles-settings';

/**
 * Returns the arguments for changes and maintenance. All of them are always set, because the AWS provider would keep the last value of a
 * removed argument.
 */
export function maintenanceArguments(settings: DatabaseInstanceSettings) {
  return {
    allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade ?? false,
    applyImmediately: settings.applyImmediately ?? false,
    maintenanceWindow: settings.maintenanceWindow ?? databaseDefaults.maintenanceWindow,
    backupWindow: settings.backupWindow ?? databaseDefaults.backupWindow,
  };
}

/**
 * Returns the arguments for the storage. From 400 GiB, a gp3 volume of PostgreSQL has at least 12,000 IOPS and 500 MiB/s at no extra cost.
 * For smaller volumes, RDS rejects the arguments for IOPS and throughput. For larger volumes, they are necessary: when the size grows to
 * 400 GiB, the AWS provider would otherwise also send the old 3,000 IOPS, and RDS would reject the change.
 * https://github.com/hashicorp/terraform-provider-aws/issues/28382
 */
export function storageArguments({ storageGiB, maxStorageGiB }: DatabaseInstanceSettings) {
  return {
    storageType: 'gp3',
    storageEncrypted: true,
    allocatedStorage: storageGiB,
    maxAllocatedStorage: maxStorageGiB,
    ...(storageGiB >= 400 ? { iops: 12_000, storageThroughput: 500 } : {}),
  };
}

/** How many days back in time RDS can restore the database. */
const backupDays = 7;

/**
 * Returns the arguments for backups and for the deletion. With `removal: 'protect'`, AWS refuses to delete the database. If it is deleted
 * nevertheless, its backups and a final snapshot remain.
 */
export function backupArguments({ removal }: Pick<Environment, 'removal'>, identifier: string) {
  const isProtected = removal === 'protect';
  return {
    backupRetentionPeriod: backupDays,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: !isProtected,
    deletionProtection: isProtected,
    skipFinalSnapshot: !isProtected,
    // The name contains the time, because an earlier database with the same name may have left a snapshot.
    finalSnapshotIdentifier: `${identifier}-final-${Fn.formatdate('YYYYMMDDhhmmss', Fn.plantimestamp())}`,
  };
}

/**
 * Makes the apply fail if IAM login is still off, because then no task could log in. On an existing database, RDS may turn it on only in
 * the maintenance window. `DatabaseLogin` makes the plan fail in that case, but not if somebody turned IAM login off by hand.
 */
export const requireIamLogin = {
  condition: Op.eq(TerraformSelf.getAny('iam_database_authentication_enabled'), true),
  errorMessage:
    'The app logs in to the database with IAM, but RDS will enable IAM authentication only in the next maintenance window. Set applyImmediately: true in profiles.database, run npm run synth, and apply again with the same image. This does not restart the database.',
};
