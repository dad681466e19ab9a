import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { AppResources } from '../app-resources/app-resources';
import type { Environment } from '../environment';
import { ecsTasksTrust } from '../iam/policy';
import { Role } from '../iam/role';
import { secretPermissions } from '../iam/secret-arns';
import { sessionPermission } from '../iam/session-permission';
import type { ImageRepository } from '../image/image-repository';
import { physicalName } from '../names';
import type { Profiles } from '../profiles/profiles';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';

export interface TaskRolesProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
  readonly images: ImageRepository;
  readonly logGroup: CloudwatchLogGroup;
  /** The table of entries. @default none: the app has no entries */
  readonly table?: EntriesDynamodbTable;
  /** The stores of profiles. @default none: the app has no profiles */
  readonly profiles?: Profiles;
  readonly resources: AppResources;
}

/** The two IAM roles of a task. */
export interface TaskRoles {
  /** The task role, with the permissions of the app. */
  readonly task: Role;
  /** The execution role, with the permissions that ECS needs to start the task. */
  readonly execution: Role;
}

/** Defines the two IAM roles of a task. Each role gets only the permissions that the environment needs. */
export function defineTaskRoles(scope: Construct, props: TaskRolesProps): TaskRoles {
  const { environment, accountId, images, logGroup, table, profiles, resources } = props;
  const defineRole = (id: string, description: string) =>
    new Role(new Construct(scope, id), {
      name: physicalName(environment, `app-${id}`, 'role'),
      description,
      trust: ecsTasksTrust(accountId),
    });

  const task = defineRole('task', 'Task role: the permissions of the app');
  table?.grantApp(task);
  profiles?.grantApp(task);
  resources.grantApp(task);
  const { permissions = [] } = environment.app ?? {};
  if (permissions.length > 0) task.grant('app-permissions', permissions);
  if (environment.app?.exec) task.grant('exec', [sessionPermission]);

  const execution = defineRole('execution', 'Execution role: allows ECS to pull the image and write the log');
  images.grantPull(execution);
  // This policy omits logs:CreateLogGroup, so that AWS cannot create a log group that would keep logs forever.
  execution.grant('write-log', [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup.arn}:*`] },
  ]);
  profiles?.grantMigration(execution);
  const secrets = secretPermissions(environment, accountId);
  if (secrets.length > 0) execution.grant('app-secrets', secrets);
  return { task, execution };
}
