import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { databaseName, databasePort, databaseUser, migrateVariables, profilesVariables } from '../../contract';
import type { Environment, ProfilesStorageSettings } from '../environment';
import type { Role } from '../iam/role';
import type { DeployedImage } from '../image/deployed-image';
import type { Network } from '../network/network';
import { Database } from './database';
import { DatabaseLogin } from './database-login';
import { Uploads } from './uploads';

export interface ProfilesProps {
  readonly environment: Environment;
  readonly settings: ProfilesStorageSettings;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly network: Network;
  /** The table of the entries, which others are told of beside the rest. */
  readonly entries: { readonly name: string };
  readonly deployed: DeployedImage;
}

/** Where profiles are kept: people's details in PostgreSQL, their files in S3, what is known of those in DynamoDB. */
export class Profiles extends Construct {
  readonly database: Database;
  readonly uploads: Uploads;
  /** What the app is told of it. */
  readonly variables: Readonly<Record<string, string>>;
  /** The secrets of the container that migrates: the variable, and the place that ECS reads its value from. */
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
      [profilesVariables.databaseUser]: databaseUser,
      [profilesVariables.uploadsBucket]: uploads.name,
      [profilesVariables.uploadsTable]: uploads.tableName,
    };
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
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
      'database/secret': [database.secretArn, 'The ARN of the secret that holds its user and password'],
      'entries/table': [entries.name, 'The table of entries'],
      'uploads/bucket': [uploads.name, 'The bucket of uploaded files'],
      'uploads/table': [uploads.tableName, 'The table of what is known of each uploaded file'],
    });
  }

  /** Lets the role do what the app does, and nothing else. */
  grantApp(role: Role): void {
    this.database.grantApp(role);
    this.uploads.grantApp(role);
  }

  /** Lets the role of ECS start the container that migrates. */
  grantMigration(execution: Role): void {
    this.database.grantMigration(execution);
  }

  /** Tells operators and other stacks where things are, under the environment's path in the parameter store. */
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
        // Names, no secrets: `value` would be hidden in every plan.
        insecureValue,
        dependsOn: [login],
      });
    }
  }
}
