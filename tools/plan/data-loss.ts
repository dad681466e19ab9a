import type { PlanJson, ResourceChange } from '../terraform/plan-json';

type Deleted = Pick<ResourceChange, 'address' | 'type'>;

/** For each type of resource, the data that AWS deletes together with it. */
const dataOfType: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'every line of the log',
  aws_db_instance: 'every row in the database',
  aws_dynamodb_table: 'every item in the table',
  aws_ebs_volume: 'every file on the disk',
  aws_ecr_repository: 'every image in the repository',
  aws_efs_file_system: 'every file in the file system',
  aws_rds_cluster: 'every row in the database',
  aws_s3_bucket: 'every file in the bucket',
  aws_secretsmanager_secret: 'the secret',
  aws_sqs_queue: 'every message in the queue',
};

/**
 * Returns the data that AWS deletes together with a resource of the plan; undefined if the resource contains no data.
 * For a type that is not in `dataOfType`, the resource contains data if `removal` is recorded for it in the stack.
 */
export function dataOf({ address, type }: Deleted, { resource_changes: all = [] }: PlanJson): string | undefined {
  const id = address.slice(type.length + 1);
  const isRecorded = all.some(
    (other) => other.address.startsWith('aws_ssm_parameter.removal_') && other.address.endsWith(`_${id}`),
  );
  return dataOfType[type] ?? (isRecorded && type !== 'aws_lb' ? 'the data in it' : undefined);
}

/**
 * For each of these resources that contains data, returns a sentence that says which data is lost.
 * @param how the verb phrase of the sentence, such as `is destroyed`
 */
export function dataLoss(resources: readonly Deleted[], how: string, plan: PlanJson): string[] {
  return resources.flatMap((resource) => {
    const data = dataOf(resource, plan);
    return data === undefined ? [] : [`${resource.address} ${how}: this deletes ${data}.`];
  });
}
