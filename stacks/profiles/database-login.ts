import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, type IResolvable, type ITerraformDependable, Op, TerraformSelf } from 'cdktf';
import { Construct } from 'constructs';
import type { DeployedImage } from '../image/deployed-image';
import type { Database } from './database';

export interface DatabaseLoginProps {
  readonly database: Database;
  /** Path in the parameter store, without a slash at its end, for example `/eight-digit/prod/database`. */
  readonly path: string;
  /** Whether RDS makes changes during the apply. */
  readonly applyImmediately: boolean;
  readonly deployed: DeployedImage;
}

/**
 * Records in AWS that the app logs in to the database with IAM. Without that record, a database that is already deployed is from a
 * version whose app logged in as the master user. The plan is then refused unless the same apply turns IAM on and deploys
 * another image: Terraform deletes the old service first, and no task could log in afterwards.
 */
export class DatabaseLogin extends Construct {
  /** What is published depends on this, so that an apply that fails in between is not taken for one of an older version. */
  readonly record: ITerraformDependable;

  constructor(scope: Construct, id: string, { database, path, applyImmediately, deployed }: DatabaseLoginProps) {
    super(scope, id);
    const name = `${path}/login`;
    const names = TerraformSelf.getAny('names');
    const isNewOrUpgraded = Op.or(Op.not(Fn.contains(names, `${path}/endpoint`)), Fn.contains(names, name));
    const condition: IResolvable = applyImmediately ? Op.or(isNewOrUpgraded, Op.not(deployed.isKept)) : isNewOrUpgraded;
    // A path without parameters gives empty lists, and Terraform reads it before it changes anything.
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
  'The app now logs in to the database with IAM, which is still off in this database. RDS turns it on in the next maintenance window, and the app would be down until then. Build and push an image of this version, write applyImmediately: true into profiles.database, run npm run synth, and apply with -var container_image=<that image>. On hosts the app is away for about 20 minutes: see "Give the app a user of its own" in docs/operations.md.';
