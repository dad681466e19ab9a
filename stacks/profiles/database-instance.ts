import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import type { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import type { Construct } from 'constructs';
import { databaseName, databasePort } from '../../contract';
import type { Environment } from '../environment';
import { namePrefix, physicalName } from '../names';
import { lifecycleOf } from '../removal/lifecycle';
import { type DatabaseInstanceSettings, databaseDefaults } from '../settings/profiles-settings';
import { backupArguments, maintenanceArguments, requireIamLogin, storageArguments } from './database-arguments';

export interface DatabaseInstanceProps {
  readonly environment: Environment;
  readonly settings: DatabaseInstanceSettings;
  readonly subnetGroup: DbSubnetGroup;
  readonly securityGroupId: string;
  /** References to attributes. If one of these changes, Terraform replaces the database. */
  readonly replaceTriggeredBy: string[];
}

/** The logs of PostgreSQL that RDS sends to CloudWatch. */
const logs = ['postgresql', 'upgrade'] as const;

/** Defines the database instance and its log groups. */
export function defineDatabaseInstance(scope: Construct, props: DatabaseInstanceProps): DbInstance {
  const { environment, settings, subnetGroup, securityGroupId, replaceTriggeredBy } = props;
  const identifier = physicalName(environment, 'database', 'database');
  const engineVersion = String(settings.engineVersion ?? databaseDefaults.engineVersion);
  return new DbInstance(scope, 'instance', {
    identifier,
    engine: 'postgres',
    // This is only the major version, so that no plan shows a change after RDS has installed a minor version.
    engineVersion,
    autoMinorVersionUpgrade: true,
    ...maintenanceArguments(settings),
    instanceClass: settings.instanceClass,
    multiAz: settings.multiAz ?? false,
    dbName: databaseName,
    port: databasePort,
    username: 'postgres',
    manageMasterUserPassword: true,
    iamDatabaseAuthenticationEnabled: true,
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    parameterGroupName: defineParameterGroup(scope, environment, engineVersion).name,
    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [securityGroupId],
    publiclyAccessible: false,
    ...storageArguments(settings),
    ...backupArguments(environment, identifier),
    enabledCloudwatchLogsExports: [...logs],
    // Performance data is free if it is kept for seven days.
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    dependsOn: defineLogGroups(scope, environment, identifier),
    lifecycle: {
      ignoreChanges: ['final_snapshot_identifier'],
      ...lifecycleOf(environment.removal),
      replaceTriggeredBy,
      postcondition: [requireIamLogin],
    },
  });
}

/** Defines the log groups of the database. Without these definitions, RDS would create log groups that keep logs forever. */
function defineLogGroups(scope: Construct, environment: Environment, identifier: string): CloudwatchLogGroup[] {
  return logs.map(
    (log) =>
      new CloudwatchLogGroup(scope, `${log}-log`, {
        name: `/aws/rds/instance/${identifier}/${log}`,
        retentionInDays: environment.logRetentionDays,
      }),
  );
}

function defineParameterGroup(scope: Construct, environment: Environment, engineVersion: string): DbParameterGroup {
  return new DbParameterGroup(scope, 'parameter-group', {
    namePrefix: namePrefix(environment, 'database', 'databaseGroupPrefix'),
    description: 'TLS for everybody',
    // Each major version has its own parameter group family. The new group is created before the upgrade, and the old group is deleted
    // after the upgrade.
    family: `postgres${engineVersion}`,
    // The value 1 is RDS's default. With another apply method for a default value, every plan would show a change.
    parameter: [{ name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' }],
    lifecycle: { createBeforeDestroy: true },
  });
}
