import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { databaseActions, databasePort } from '../../contract';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { namePrefix, physicalName } from '../names';
import type { Network } from '../network/network';
import { noEgress } from '../network/no-rules';
import type { DatabaseInstanceSettings } from '../settings/profiles-settings';
import { createBeforeDestroy } from '../terraform/create-before-destroy';
import { replaceTrigger } from '../terraform/replace-trigger';
import { defineDatabaseInstance } from './database-instance';
import { databaseUserOf } from './database-user';

export interface DatabaseProps {
  readonly environment: Environment;
  readonly settings: DatabaseInstanceSettings;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
}

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
      name: physicalName(environment, 'database', 'database'),
      description: 'The private subnets',
      subnetIds: network.privateSubnetIds ?? [],
      lifecycle: { replaceTriggeredBy },
    });
    const database = defineDatabaseInstance(this, {
      environment,
      settings,
      subnetGroup,
      securityGroupId: securityGroup.id,
      replaceTriggeredBy,
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
   * @returns the rules. The members must depend on them
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
}
