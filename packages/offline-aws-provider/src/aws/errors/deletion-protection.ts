import type { Values } from '../../protocol/value';
import type { Account } from '../account';

/**
 * Functions that return the error if a setting or the content of a resource prevents its deletion, by resource type. AWS uses the settings
 * of the last apply. It therefore also rejects an apply that removes both the protection and the resource.
 * Terraform does not know the content of a bucket or a repository. A test adds content with `account.remember('aws_s3_object', null, { id:
 * 'a.txt', bucket: 'files' })`, or with `aws_ecr_image` and `{ id: 'sha256:…', repository_name: 'app' }`.
 * Source: the errors of `DeleteTable`, `DeleteRepository`, `DeleteBucket` and `DeleteDBInstance` in the API references, and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#deletion-protection
 */
const protections: Record<string, (resource: Values, account: Account) => string | undefined> = {
  aws_db_instance: ({ id, deletion_protection }) =>
    deletion_protection === true
      ? `InvalidParameterCombination: The database ${id} cannot be deleted while deletion_protection is set.`
      : undefined,
  aws_dynamodb_table: ({ id, deletion_protection_enabled }) =>
    deletion_protection_enabled === true
      ? `ValidationException: Table ${id} can't be deleted while DeletionProtectionEnabled is set.`
      : undefined,
  aws_ecr_repository: ({ name, force_delete }, account) =>
    force_delete !== true && account.find('aws_ecr_image', 'repository_name', name)
      ? `RepositoryNotEmptyException: The repository ${name} cannot be deleted because it still contains images.`
      : undefined,
  aws_lb: ({ arn, enable_deletion_protection }) =>
    enable_deletion_protection === true
      ? `OperationNotPermitted: Load balancer ${arn} cannot be deleted because deletion protection is enabled.`
      : undefined,
  aws_s3_bucket: ({ bucket, force_destroy }, account) =>
    force_destroy !== true && account.find('aws_s3_object', 'bucket', bucket)
      ? `BucketNotEmpty: The bucket ${bucket} cannot be deleted because it is not empty.`
      : undefined,
};

/** Returns the error with which AWS rejects the deletion of a protected resource, or undefined if the resource is not protected. */
export function deletionProtectionError(type: string, resource: Values, account: Account): string | undefined {
  return protections[type]?.(resource, account);
}
