import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Fn, type ITerraformDependable, Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import { databaseActions, databaseName, databasePort, databaseUser } from '../../contract';
import { type DatabaseInstanceSettings, databaseDefaults, type Environment } from '../environment';
import type { Role } from '../iam/role';
import { namePrefix, physicalName } from '../names';
import { type Network, noEgress, tasksMoveFirst } from '../network/network';
import { lifecycleOf } from '../removal';
import { replaceTrigger } from '../replace-trigger';

export interface DatabaseProps {
  readonly environment: Environment;
  readonly settings: DatabaseInstanceSettings;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly network: Network;
}

/** Days that a point in time can be gone back to. */
const backupDays = 7;

/**
 * When and how RDS changes the database. All of it is always written: the provider keeps the last value of an argument that
 * is no longer there.
 */
function changesOf(settings: DatabaseInstanceSettings) {
  return {
    allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade ?? false,
    applyImmediately: settings.applyImmediately ?? false,
    maintenanceWindow: settings.maintenanceWindow ?? databaseDefaults.maintenanceWindow,
    backupWindow: settings.backupWindow ?? databaseDefaults.backupWindow,
  };
}

/**
 * On an existing database the change may wait for the maintenance window. Until then, no task of the app could log in. The plan refuses
 * that before (`DatabaseLogin`), except where somebody turned IAM off by hand.
 */
const iamIsOn = {
  condition: Op.eq(TerraformSelf.getAny('iam_database_authentication_enabled'), true),
  errorMessage:
    'The app logs in to the database with IAM authentication, which RDS has not turned on yet: it waits for the maintenance window. Write applyImmediately: true into profiles.database, run npm run synth, and apply again with the same image. This does not restart the database.',
};

/**
 * PostgreSQL in the private subnets, with TLS. RDS makes, keeps and renews the password of the master user in Secrets Manager:
 * neither Terraform nor its state ever sees it. The app's user has none and logs in with IAM.
 */
export class Database extends Construct {
  /** The name of the instance. */
  readonly identifier: string;
  /** Its host name. */
  readonly endpoint: string;
  /** The secret that holds the user name and the password of the master user. */
  readonly secretArn: string;
  /** Depend on this to come after every change of the instance. */
  readonly changed: ITerraformDependable;
  /** The app's user, as IAM names it. */
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
      lifecycle: tasksMoveFirst,
    });
    // RDS moves neither to another VPC: with `protect` such a plan is refused, else the database begins anew.
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
      // A new major version has a new family: its group is created before the upgrade, the old one deleted after it.
      family: `postgres${engineVersion}`,
      // The default says the same; a method other than that of new groups would be a change in every plan.
      parameter: [{ name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' }],
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = ['postgresql', 'upgrade'];
    const database = new DbInstance(this, 'instance', {
      identifier,
      engine: 'postgres',
      // Without a minor version, so that the plan stays quiet when RDS installs one.
      engineVersion,
      autoMinorVersionUpgrade: true,
      ...changesOf(settings),
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
      storageType: 'gp3',
      storageEncrypted: true,
      allocatedStorage: settings.storageGiB,
      maxAllocatedStorage: settings.maxStorageGiB,
      backupRetentionPeriod: backupDays,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: !isProtected,
      deletionProtection: isProtected,
      skipFinalSnapshot: !isProtected,
      // Each database has its own: a second one of this name may go too, and snapshots stay.
      finalSnapshotIdentifier: `${identifier}-final-${Fn.formatdate('YYYYMMDDhhmmss', Fn.plantimestamp())}`,
      enabledCloudwatchLogsExports: logs,
      // Seven days of it are free.
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      dependsOn: this.defineLogGroups(identifier, logs, environment),
      lifecycle: {
        ignoreChanges: ['final_snapshot_identifier'],
        ...lifecycleOf(environment.removal),
        replaceTriggeredBy,
        postcondition: [iamIsOn],
      },
    });
    this.changed = database;
    this.identifier = database.identifier;
    this.endpoint = database.address;
    this.secretArn = database.masterUserSecret.get(0).secretArn;
    this.userArn = `arn:aws:rds-db:${environment.region}:${accountId}:dbuser:${database.resourceId}/${databaseUser}`;
    this.securityGroupId = securityGroup.id;
  }

  /**
   * Lets a security group's members in: out of it, and into the database.
   * @param id `app`: ends the addresses of both rules
   * @param who for the rule's description
   * @returns what the members depend on
   */
  admit(id: string, securityGroupId: string, who: string): ITerraformDependable[] {
    const scope = new Construct(this, `from-${id}`);
    const rule = { ipProtocol: 'tcp', fromPort: databasePort, toPort: databasePort, lifecycle: tasksMoveFirst };
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
        description: `PostgreSQL from ${who}`,
        referencedSecurityGroupId: securityGroupId,
      }),
    ];
  }

  /** Lets the role log in as the app's user, with a token of IAM. */
  grantApp(role: Role): void {
    role.grant('database', [{ actions: databaseActions, resources: [this.userArn] }]);
  }

  /** Lets the role of ECS read the login of the master user, to hand it to the container that migrates. */
  grantMigration(execution: Role): void {
    execution.grant('database-secret', [{ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }]);
  }

  /** RDS would make them by itself, and keep what is in them for ever. */
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
