import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { databaseActions, databaseName, databasePort } from '../../contract';
import { createBeforeDestroy } from '../create-before-destroy';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import { noEgress } from '../network/no-rules';
import { lifecycleOf } from '../removal';
import { replaceTrigger } from '../replace-trigger';
import { type DatabaseInstanceSettings, databaseDefaults } from '../settings/profiles-settings';
import { maintenanceArguments, requireIamLogin, storageArguments } from './database-arguments';
import { databaseUserOf } from './database-user';

export interface DatabaseProps {
  readonly environment: Environment;
  readonly settings: DatabaseInstanceSettings;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
}

/** How many days back in time RDS can restore the database. */
const backupDays = 7;

/**
 * A PostgreSQL database in the private subnets, with TLS. RDS stores and rotates the password of the master user in Secrets Manager, so the
 * Terraform state does not contain the password. The app's user has no password, and logs in with IAM.
 */
export class Database extends Construct {
  /** The identifier of the database instance. */
  readonly identifier: string;
  /** The host name of the database instance. */
  readonly endpoint: string;
  /** The ARN of the secret that contains the name and the password of the master user. */
  readonly secretArn: string;
  /** The database instance, for resources that Terraform must change only after the database. */
  readonly changed: ITerraformDependable;
  /** The ARN of the app's database user, for IAM login. */
  private readonly userArn: string;
  private readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { environment, settings, accountId, network }: DatabaseProps) {
    super(scope, id);
    const isProtected = environment.removal === 'protect';
    const identifier = physicalName(environment, 'database', 'database');
    const engineVersion = String(settings.engineVersion ?? databaseDefaults.engineVersion);
    const securityGroup = new SecurityGroup(this, 'security-group', {
      namePrefix: namePrefix(environment, 'database', 'securityGroupPrefix'),
      vpcId: network.vpcId,
      description: 'Database of profiles',
      ...noEgress,
      lifecycle: createBeforeDestroy,
    });
    // RDS cannot move a database to another VPC. With `protect`, a plan with another VPC fails. With `destroy`, the database is replaced,
    // and its data is lost.
    const replaceTriggeredBy = [replaceTrigger(this, 'vpc', network.vpcId)];
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      name: identifier,
      description: 'The private subnets',
      subnetIds: network.privateSubnetIds ?? [],
      lifecycle: { replaceTriggeredBy },
    });
    const parameterGroup = new DbParameterGroup(this, 'parameter-group', {
      namePrefix: namePrefix(environment, 'database', 'databaseGroupPrefix'),
      description: 'TLS for everybody',
      // Each major version has its own parameter group family. The new group is created before the upgrade, and the old group is deleted
      // after the upgrade.
      family: `postgres${engineVersion}`,
      // The value 1 is RDS's default. With another apply method for a default value, every plan would show a change.
      parameter: [{ name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' }],
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = ['postgresql', 'upgrade'];
    const database = new DbInstance(this, 'instance', {
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
      parameterGroupName: parameterGroup.name,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      publiclyAccessible: false,
      ...storageArguments(settings),
      backupRetentionPeriod: backupDays,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: !isProtected,
      deletionProtection: isProtected,
      skipFinalSnapshot: !isProtected,
      // The name contains the time, because an earlier database with the same name may have left a snapshot.
      finalSnapshotIdentifier: `${identifier}-final-${Fn.formatdate('YYYYMMDDhhmmss', Fn.plantimestamp())}`,
      enabledCloudwatchLogsExports: logs,
      // Performance data is free if it is kept for seven days.
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      dependsOn: this.defineLogGroups(identifier, logs, environment),
      lifecycle: {
        ignoreChanges: ['final_snapshot_identifier'],
        ...lifecycleOf(environment.removal),
        replaceTriggeredBy,
        postcondition: [requireIamLogin],
      },
    });
    this.changed = database;
    this.identifier = database.identifier;
    this.endpoint = database.address;
    this.secretArn = database.masterUserSecret.get(0).secretArn;
    this.userArn = `arn:aws:rds-db:${environment.region}:${accountId}:dbuser:${database.resourceId}/${databaseUserOf(environment)}`;
    this.securityGroupId = securityGroup.id;
  }

  /**
   * Allows traffic from a security group to the database, by an egress rule of that group and an ingress rule of the database's group.
   * @param id the last part of the addresses of both rules, for example `app`
   * @param members the description of the members of the security group
   * @returns the rules, on which the members must depend
   */
  allowAccess(id: string, securityGroupId: string, members: string): ITerraformDependable[] {
    const scope = new Construct(this, `from-${id}`);
    const rule = { ipProtocol: 'tcp', fromPort: databasePort, toPort: databasePort, lifecycle: createBeforeDestroy };
    return [
      new VpcSecurityGroupEgressRule(scope, 'egress-rule', {
        ...rule,
        securityGroupId,
        description: 'PostgreSQL to the database',
        referencedSecurityGroupId: this.securityGroupId,
      }),
      new VpcSecurityGroupIngressRule(scope, 'ingress-rule', {
        ...rule,
        securityGroupId: this.securityGroupId,
        description: `PostgreSQL from ${members}`,
        referencedSecurityGroupId: securityGroupId,
      }),
    ];
  }

  /** Allows the role to log in as the app's database user, with an IAM token. */
  grantApp(role: Role): void {
    role.grant('database', [{ actions: databaseActions, resources: [this.userArn] }]);
  }

  /** Allows the execution role to read the secret of the master user, for the container that migrates the database. */
  grantMigration(execution: Role): void {
    execution.grant('database-secret', [{ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }]);
  }

  /** Defines the log groups of the database. Without these definitions, RDS would create log groups that keep logs forever. */
  private defineLogGroups(identifier: string, logs: readonly string[], environment: Environment) {
    return logs.map(
      (log) =>
        new CloudwatchLogGroup(this, `${log}-log`, {
          name: `/aws/rds/instance/${identifier}/${log}`,
          retentionInDays: environment.logRetentionDays,
        }),
    );
  }
}
