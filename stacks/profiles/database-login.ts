import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, type IResolvable, type ITerraformDependable, Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { DeployedImage } from '../image/deployed-image';
import type { Database } from './database';

export interface DatabaseLoginProps {
  readonly database: Database;
  /** The path of the parameters in Parameter Store, without a trailing slash, for example `/eight-digit/prod/database`. */
  readonly path: string;
  /** Whether RDS changes the database during the apply, instead of in the next maintenance window. */
  readonly applyImmediately: boolean;
  readonly deployed: DeployedImage;
}

/**
 * Records in AWS that the app logs in to the database with IAM. An existing database without this record was deployed by an earlier
 * version, in which the app logged in as the master user. In that case, the plan fails, unless the same apply turns IAM login on and
 * deploys another image. Without this check, Terraform would delete the old service, and no new task could log in.
 */
export class DatabaseLogin extends Construct {
  /**
   * The record. Published parameters must depend on it. Otherwise a database whose first apply failed would look like one from an earlier
   * version.
   */
  readonly record: ITerraformDependable;

  constructor(scope: Construct, id: string, { database, path, applyImmediately, deployed }: DatabaseLoginProps) {
    super(scope, id);
    const name = `${path}/login`;
    const names = TerraformSelf.getAny('names');
    const isNewOrUpgraded = Op.or(Op.not(Fn.contains(names, `${path}/endpoint`)), Fn.contains(names, name));
    const condition: IResolvable = applyImmediately
      ? Op.or(isNewOrUpgraded, Op.not(deployed.isUnchanged))
      : isNewOrUpgraded;
    // This data source returns empty lists if there are no parameters. Terraform reads it before any change.
    new DataAwsSsmParametersByPath(this, 'parameters-by-path', {
      path,
      withDecryption: false,
      lifecycle: { postcondition: [{ condition, errorMessage: upgradeSteps }] },
    });
    this.record = new SsmParameter(this, 'parameter', {
      name,
      description: 'How the app logs in to the database',
      type: 'String',
      insecureValue: 'iam',
      dependsOn: [database.changed],
    });
  }
}

const upgradeSteps =
  'This version of the app logs in to the database with IAM, but IAM login is off in this database. RDS would turn it on in the next maintenance window, and the app would be down until then. Build and push an image of this version, set applyImmediately: true in profiles.database, run npm run synth, and apply with -var container_image=<that image>. On hosts, the app is down for about 20 minutes: see "Give the app a separate database user" in docs/operations.md.';
