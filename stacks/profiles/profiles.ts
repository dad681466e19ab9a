import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { databaseName, databasePort, migrateVariables, profilesVariables } from '../../contract';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import type { DeployedImage } from '../image/deployed-image';
import type { Network } from '../network/network';
import type { ProfilesStorageSettings } from '../settings/profiles-settings';
import { Database } from './database';
import { DatabaseLogin } from './database-login';
import { databaseUserOf } from './database-user';
import { Uploads } from './uploads';

export interface ProfilesProps {
  readonly environment: Environment;
  readonly settings: ProfilesStorageSettings;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly network: Network;
  /** The table of entries. Its name is published together with the names of the stores of profiles. @default none */
  readonly entries?: { readonly name: string };
  readonly deployed: DeployedImage;
}

/** The stores of profiles: personal details in PostgreSQL, files in S3, and file metadata in DynamoDB. */
export class Profiles extends Construct {
  readonly database: Database;
  readonly uploads: Uploads;
  /** The environment variables that the app needs for profiles. */
  readonly variables: Readonly<Record<string, string>>;
  /** The secrets of the container that migrates the database: where ECS finds each value, by the name of the variable. */
  readonly migrateSecrets: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ProfilesProps) {
    super(scope, id);
    const { environment, settings, accountId, network, entries, deployed } = props;
    this.database = new Database(this, 'database', { environment, settings: settings.database, accountId, network });
    this.uploads = new Uploads(this, 'uploads', { environment, accountId });
    const { database, uploads } = this;
    this.variables = {
      [profilesVariables.databaseHost]: database.endpoint,
      [profilesVariables.databasePort]: String(databasePort),
      [profilesVariables.databaseName]: databaseName,
      [profilesVariables.databaseUser]: databaseUserOf(environment),
      [profilesVariables.uploadsBucket]: uploads.name,
      [profilesVariables.uploadsTable]: uploads.tableName,
    };
    // The format of these references: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
    this.migrateSecrets = {
      [migrateVariables.masterUser]: `${database.secretArn}:username::`,
      [migrateVariables.masterPassword]: `${database.secretArn}:password::`,
    };
    const path = `/${environment.project}/${environment.name}`;
    const { record } = new DatabaseLogin(this, 'database-login', {
      database,
      path: `${path}/database`,
      applyImmediately: settings.database.applyImmediately ?? false,
      deployed,
    });
    this.publish(path, record, {
      'database/endpoint': [database.endpoint, 'The host name of the database'],
      'database/secret': [
        database.secretArn,
        "The ARN of the secret that contains the database's user name and password",
      ],
      ...(entries && { 'entries/table': [entries.name, 'The table of entries'] }),
      'uploads/bucket': [uploads.name, 'The bucket of uploaded files'],
      'uploads/table': [uploads.tableName, 'The table of file metadata'],
    });
  }

  /** Grants the role exactly the permissions that the app needs for the database, the files and their metadata. */
  grantApp(role: Role): void {
    this.database.grantApp(role);
    this.uploads.grantApp(role);
  }

  /** Allows the execution role to read the secret of the container that migrates the database. */
  grantMigration(execution: Role): void {
    this.database.grantMigration(execution);
  }

  /** Publishes names as parameters under the environment's path in Parameter Store, for operators and other stacks. */
  private publish(
    parent: string,
    login: ITerraformDependable,
    places: Readonly<Record<string, readonly [value: string, description: string]>>,
  ): void {
    for (const [path, [insecureValue, description]] of Object.entries(places)) {
      new SsmParameter(this, path.replace('/', '-'), {
        name: `${parent}/${path}`,
        description,
        type: 'String',
        // Do not use `value`: Terraform would hide it in every plan, although the names are not secret.
        insecureValue,
        dependsOn: [login],
      });
    }
  }
}
