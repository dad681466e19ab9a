import type { Account } from '../account';
import { isKnown, type Values } from '../value';

type Protection = (resource: Values, account: Account) => string | undefined;

/**
 * What AWS does not delete because of the resource's own settings, as they were applied last: a plan that lifts the
 * protection and deletes at once is refused too.
 *
 * What somebody has put into a bucket or a repository Terraform does not know. A test says so by
 * `account.remember('aws_s3_object', null, { id: 'a.txt', bucket: 'files' })`, or of `aws_ecr_image` by
 * `{ id: 'sha256:…', repository_name: 'app' }`.
 *
 * Source: the errors of `DeleteTable`, `DeleteRepository`, `DeleteBucket`, `DeleteDBInstance` in the services' API
 * references, and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#deletion-protection
 */
const protections: Record<string, Protection> = {
  aws_db_instance: ({ id, deletion_protection }) =>
    deletion_protection === true
      ? `InvalidParameterCombination: Cannot delete ${id}: it is protected, by deletion_protection.`
      : undefined,
  aws_dynamodb_table: ({ id, deletion_protection_enabled }) =>
    deletion_protection_enabled === true
      ? `ValidationException: Table ${id} can't be deleted while DeletionProtectionEnabled is set.`
      : undefined,
  aws_ecr_repository: ({ name, force_delete }, account) =>
    force_delete !== true && holds(account, 'aws_ecr_image', 'repository_name', name)
      ? `RepositoryNotEmptyException: The repository ${name} cannot be deleted because it still contains images.`
      : undefined,
  aws_lb: ({ arn, enable_deletion_protection }) =>
    enable_deletion_protection === true
      ? `OperationNotPermitted: Load balancer ${arn} cannot be deleted because deletion protection is enabled.`
      : undefined,
  aws_s3_bucket: ({ bucket, force_destroy }, account) =>
    force_destroy !== true && holds(account, 'aws_s3_object', 'bucket', bucket)
      ? `BucketNotEmpty: The bucket ${bucket} that was tried to be deleted is not empty.`
      : undefined,
};

/** Why AWS does not delete a resource that is protected; undefined where it is not. */
export function refusalOfProtection(type: string, resource: Values, account: Account): string | undefined {
  return protections[type]?.(resource, account);
}

function holds(account: Account, type: string, attribute: string, owner: Values[string] | undefined): boolean {
  return isKnown(owner) && account.resources(type).some((content) => content[attribute] === owner);
}
