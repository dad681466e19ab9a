import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { ecsTasksTrust } from '../iam/policy';
import { Role } from '../iam/role';
import type { ImageRepository } from '../image/image-repository';
import { physicalName } from '../names';
import type { Profiles } from '../profiles/profiles';
import type { EntriesDynamodbTable } from '../storage/entries-dynamodb-table';

export interface TaskRolesProps {
  readonly environment: Environment;
  /** The account that everything is in. */
  readonly accountId: string;
  readonly images: ImageRepository;
  readonly logGroup: CloudwatchLogGroup;
  readonly table: EntriesDynamodbTable;
  /** @default none */
  readonly profiles?: Profiles;
}

export interface TaskRoles {
  /** What the app itself may do. */
  readonly task: Role;
  /** What ECS may do to start the app. */
  readonly execution: Role;
}

/** The two roles of a task, with no permission that neither the app nor ECS uses. */
export function defineTaskRoles(scope: Construct, props: TaskRolesProps): TaskRoles {
  const { environment, accountId, images, logGroup, table, profiles } = props;
  const defineRole = (id: string, description: string) =>
    new Role(new Construct(scope, id), {
      name: physicalName(environment, `app-${id}`, 'role'),
      description,
      trust: ecsTasksTrust(accountId),
    });

  const task = defineRole('task', 'What the app itself may do');
  table.grantApp(task);
  profiles?.grantApp(task);

  const execution = defineRole('execution', 'What ECS may do to start the app: pull its image and write its log');
  images.grantPull(execution);
  // No logs:CreateLogGroup: a group that AWS made by itself would keep its logs for ever.
  execution.grant('write-log', [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup.arn}:*`] },
  ]);
  profiles?.grantMigration(execution);
  return { task, execution };
}
