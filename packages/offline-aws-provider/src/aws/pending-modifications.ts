import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../protocol/value';

/** The arguments of a database that RDS changes only in the maintenance window, unless `apply_immediately` is set. */
const inMaintenanceWindow = [
  'allocated_storage',
  'engine_version',
  'iam_database_authentication_enabled',
  'instance_class',
  'multi_az',
  'storage_type',
];

/**
 * Returns the attributes that keep their old values after an update, because RDS changes them in the maintenance window. The next plan
 * shows the change again.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
 */
export function pendingModifications(type: string, prior: Values, planned: Values): Values {
  if (type !== 'aws_db_instance' || planned.apply_immediately === true) return {};
  const isUpgrade = !isDeepStrictEqual(prior.engine_version, planned.engine_version);
  // A parameter group belongs to one major version of the engine, so it changes together with the version.
  const names = isUpgrade ? [...inMaintenanceWindow, 'parameter_group_name'] : inMaintenanceWindow;
  return Object.fromEntries(names.map((name) => [name, prior[name] ?? null]));
}
