import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../value';

/** What RDS changes in the maintenance window unless it is told to do so at once. */
const inMaintenanceWindow = [
  'allocated_storage',
  'engine_version',
  'iam_database_authentication_enabled',
  'instance_class',
  'multi_az',
  'storage_type',
];

/**
 * The attributes that keep their value for now, although AWS has accepted the update: the next plan shows the change again.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
 */
export function deferredChanges(type: string, prior: Values, planned: Values): Values {
  if (type !== 'aws_db_instance' || planned.apply_immediately === true) return {};
  const isUpgrade = !isDeepStrictEqual(prior.engine_version, planned.engine_version);
  // A parameter group is for one major version, so it waits with the upgrade.
  const names = isUpgrade ? [...inMaintenanceWindow, 'parameter_group_name'] : inMaintenanceWindow;
  return Object.fromEntries(names.map((name) => [name, prior[name] ?? null]));
}
